"""2 PCNs made one, and a surgery that moves: what is true at each surgery stays so, and addresses lead on."""
