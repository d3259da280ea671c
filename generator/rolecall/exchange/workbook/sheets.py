"""The sheets of a workbook that hold no words of a PCN."""

START, CHOICES = "Start here", "Choices"
"""How to begin, and what may be chosen."""

ONLY_DUE = "Only what is to be checked within 2 months."
"""What the first sheet says where lines are left out."""
