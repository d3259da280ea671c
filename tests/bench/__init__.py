"""How much work a build is: Rolecall beside MkDocs and Hugo, and Rolecall with as many PCNs as England has.

make bench                    50 PCNs with 30 services each, 3 rounds
make bench RUNS=5 PCNS=10     more rounds, fewer PCNs
make bench JSON=figures.json  the same, and every figure as JSON
make bench-nation             1,300 PCNs, Rolecall alone
make bench-nation PCNS=200    a smaller nation
"""
