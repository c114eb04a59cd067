from lianxinqiao.config.lxq import main

main()
