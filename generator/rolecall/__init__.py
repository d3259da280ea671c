"""Rolecall: websites that explain who the people at a GP surgery are, from YAML."""

__version__ = "0.1.0"
