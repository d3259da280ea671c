"""From a PCN's files to a site that is live: what has to be so before, the ways to do it, what each needs."""
