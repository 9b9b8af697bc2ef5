"""Text pages, such as accessibility, privacy, how to stay safe online."""
