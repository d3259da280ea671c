"""What is worth knowing about content and about built sites."""
