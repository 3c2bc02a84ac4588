"""Finds or installs what the benchmark runs: nginx and jq from the system's packages, Python tools into environments of their own."""
import os
import shutil
import subprocess
import sys

REFERENCE = "airbyte-cdk==7.39.1"
PEERS = ["dlt==1.31.0", "singer-sdk==0.54.9"]


def system(*names):
    missing = [name for name in names if not shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")]
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise SystemExit(f"Install {', '.join(missing)} with this machine's package manager and try again.")
    front = [] if os.geteuid() == 0 else ["sudo"]
    subprocess.run([*front, "apt-get", "update", "-qq"], check=True)
    subprocess.run([*front, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=True)


def environment(variable, directory, *packages):
    """The bin directory of a Python environment: the one that the variable names, or one made in the work directory."""
    given = os.environ.get(variable)
    if given:
        return os.path.join(given, "bin")
    place = os.path.join(directory, variable.lower())
    marker = os.path.join(place, ".complete")
    if not os.path.exists(marker):
        print(f"Installing {', '.join(packages)} into {place}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
        subprocess.run([os.path.join(place, "bin", "pip"), "install", "-q", *packages], check=True)
        open(marker, "w").close()
    return os.path.join(place, "bin")


def reference(directory):
    """The command of the reference."""
    return os.path.join(environment("HEADWATER_REFERENCE", directory, REFERENCE), "source-declarative-manifest")


def peers(directory):
    """A Python with the other tools."""
    return os.path.join(environment("HEADWATER_PEERS", directory, *PEERS), "python")
