"""What `manage.py doctor` asks of the public pages."""
