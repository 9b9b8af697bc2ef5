"""What members see in the workspace, and a few public pages of partners that are no pages of Wagtail."""
