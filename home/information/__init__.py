"""Pages of plain text: accessibility, privacy, how to stay safe online."""
