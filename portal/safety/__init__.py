"""What keeps a visitor safe: help lines, alerts, the office's identity, the safety settings."""
