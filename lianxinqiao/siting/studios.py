from lianxinqiao.siting.values import Sites
def propose_studios(*a, **k): return Sites((),0,0,0,(),True)
