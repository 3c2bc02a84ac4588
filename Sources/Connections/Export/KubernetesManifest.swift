internal import JSON

/// A CronJob for Kubernetes.
struct KubernetesManifest {
  private let export: ScheduleExport

  init(_ export: ScheduleExport) { self.export = export }

  func text(_ unit: ScheduleExport.Unit) -> String {
    let file = "/etc/headwater/\(export.file.split(separator: "/").last ?? "connections.yaml")"
    let arguments = export.words(unit, command: "headwater", file: file).dropFirst().map { "\n          - \(Self.quoted($0))" }.joined()
    return """
      # \(unit.title)
      # The connections file and its manifests:   kubectl create configmap headwater-connections --from-file=DIRECTORY
      # The secrets that the file refers to:      kubectl create secret generic headwater-secrets --from-env-file=FILE
      apiVersion: batch/v1
      kind: CronJob
      metadata:
        name: headwater-\(unit.id)
        labels:
          app.kubernetes.io/name: headwater
      spec:
        schedule: \(Self.quoted(unit.schedule.text))
        concurrencyPolicy: Forbid
        jobTemplate:
          spec:
            backoffLimit: 2
            template:
              spec:
                restartPolicy: Never
                containers:
                  - name: headwater
                    image: \(Self.quoted(export.image))
                    command:
                      - headwater
                    args:\(arguments.split(separator: "\n").map { "\n      " + $0 }.joined())
                    envFrom:
                      - secretRef:
                          name: headwater-secrets
                          optional: true
                    volumeMounts:
                      - name: connections
                        mountPath: /etc/headwater
                volumes:
                  - name: connections
                    configMap:
                      name: headwater-connections

      """
  }

  /// A JSON string is a YAML string.
  private static func quoted(_ text: String) -> String { JSONText.compact(.string(text)) }
}

/// A DAG for Airflow.
struct AirflowDAG {
  private let export: ScheduleExport

  init(_ export: ScheduleExport) { self.export = export }

  func text(_ unit: ScheduleExport.Unit) -> String {
    let id = "headwater_\(unit.id.map { $0 == "-" ? "_" : String($0) }.joined())"
    // Airflow renders the command as a template.
    let command = export.shellCommand(unit).split(separator: "{", omittingEmptySubsequences: false).joined(separator: "{{ '{' }}")
    return """
      \"""Headwater: \(unit.title).\"""
      import datetime

      from airflow import DAG

      try:
          from airflow.providers.standard.operators.bash import BashOperator
      except ImportError:  # Airflow 2
          from airflow.operators.bash import BashOperator

      with DAG(
          dag_id=\(quoted(id)),
          schedule=\(quoted(unit.schedule.text)),
          start_date=datetime.datetime(2024, 1, 1),
          catchup=False,
          max_active_runs=1,
          tags=[\((["headwater"] + unit.tags).map(quoted).joined(separator: ", "))],
      ):
          BashOperator(
              task_id="sync",
              # The last line is one JSON object for XCom.
              bash_command=\(quoted(command + " --json")),
              retries=2,
              retry_delay=datetime.timedelta(minutes=5),
              append_env=True,
          )

      """
  }

  /// A JSON string is a Python string.
  private func quoted(_ text: String) -> String { JSONText.python(.string(text), ensureASCII: true) }
}
