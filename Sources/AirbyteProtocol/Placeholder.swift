// Replaced by the files of this room.
