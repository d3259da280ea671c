"""From what a manager names, an address, a file, a folder or a package, to the records of a feed."""
