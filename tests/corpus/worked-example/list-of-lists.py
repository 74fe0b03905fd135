# Lists in a list, under an alias of the contract.
# trace: ok
# %%
historia = [[1, -1]]
for i in range(48):
    a, b = historia[-1]
    historia.append([a - 0.1 * (a - b), b - 0.1 * (-a + 4 * b)])
