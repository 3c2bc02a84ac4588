/// English names of days and months, as the C locale has them.
enum DateNames {
  /// Monday first.
  static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map { Array($0.utf8) }
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
  ].map { Array($0.utf8) }
  static let halves = ["AM", "PM"].map { Array($0.utf8) }
  /// The zones a date may be read with: those that mean UTC.
  static let zones = ["UTC", "GMT"].map { Array($0.utf8) }
}
