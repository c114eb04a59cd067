"""What invented residents say, and what invented studios answer: all made up for the simulation.

Each `Matter` is one kind of small matter with its subject area (a code of the rulebook's
`concern.topics`); `{village}` and `{n}` are filled by the simulation. No real person or event.
"""

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of small matter: what is said, what was done when it ends well, what shows it, why not when not."""

    topic: str
    text: str
    done: str
    shown: str
    hindered: str


MATTERS: tuple[Matter, ...] = (
    Matter(
        "roads",
        "{village}村口小桥的栏杆断了{n}米，娃娃上学从那儿过，看着心慌，能不能修一下？",
        "坏的{n}米栏杆已换新，全桥加了反光条，委员和村干部到现场看过。",
        "现场查看记录和换后的栏杆",
        "桥已列入今年危桥改造清单，等资金下达后一并更换，先拉了警戒带。",
    ),
    Matter(
        "roads",
        "{village}到镇上的路有{n}处坑，下雨看不见，骑摩托摔过人。",
        "{n}处坑槽已用冷料补平，镇上约定每季度巡一次。",
        "养护班的派工单",
        "这段路属县道大修范围，排在明年，今年先做了填补。",
    ),
    Matter(
        "roads",
        "{village}巷子里{n}盏路灯夜里不亮，老人晚上不敢出门。",
        "{n}盏灯换了灯头和线，当晚亮了，约了邻居一起看。",
        "换灯当晚邻居的确认",
        "线路产权还没移交，正在和供电所协商，下月再答复。",
    ),
    Matter(
        "roads",
        "通村客车一天只有{n}趟，赶集回来总要等半天，能不能加一趟？",
        "逢集日下午加开一趟，时刻表贴在{village}候车点。",
        "贴出来的新时刻表",
        "客流还不够加班次的线，先试行预约车，三个月后再看。",
    ),
    Matter(
        "water",
        "{village}水管一到中午就没水，已经{n}天了，做饭要去沟里提。",
        "查到主管一处暗漏，已挖开换管，现在全天有水。",
        "管水员的抢修记录",
        "水源点枯水期出水不够，已报新打一口井，先送水到户。",
    ),
    Matter(
        "water",
        "{village}旁边的渠淤了，{n}亩地浇不上水，马上要栽秧。",
        "组织清了渠，{n}亩地都浇上了。",
        "清淤后的渠和户主的话",
        "这段渠要和上游一起修，已列进冬修计划。",
    ),
    Matter(
        "education",
        "{village}小学门口放学时车堵成一团，{n}个娃娃在车缝里走。",
        "学校错开{n}个年级放学，门口划了等候区，交警上下学时段来站岗。",
        "划好的等候区和放学安排表",
        "门前道路太窄，先错时放学，拓宽要等征地。",
    ),
    Matter(
        "education",
        "村里幼儿园没有热饭，{n}个娃娃中午要走回家吃，路上远。",
        "镇上腾出两间房做食堂，{n}个娃娃在园里吃上热饭。",
        "食堂开伙记录",
        "食堂证还没办下来，正在整改厨房。",
    ),
    Matter(
        "health",
        "{village}卫生室门口下雨积水，老人拿药要蹚过去。",
        "门口抬高并装了排水沟，又加了扶手。",
        "雨后再去看，没有积水",
        "卫生室明年整体搬迁，先垫了石板。",
    ),
    Matter(
        "health",
        "合疗报销手续跑了{n}趟，每次都说缺材料，到底要带啥？",
        "陪着去窗口一次办好，材料清单印了一张贴在{village}卫生室。",
        "窗口的受理回执",
        "属异地就医备案问题，政策规定要补备案，已教会怎么在手机上办。",
    ),
    Matter(
        "health",
        "村里{n}位老人腿脚不便，想有医生上门量血压。",
        "家庭医生每月第一个星期三到{village}，已来过一次。",
        "家庭医生签字的巡诊登记",
        "人手不够，先把{n}位老人排进季度巡诊。",
    ),
    Matter(
        "welfare",
        "我妈七十多岁了，养老认证不会用手机，怕停发。",
        "派出所和社保员到家里办好了，又教了邻居帮忙。",
        "社保员的认证回执",
        "要本人到场，已约好下次赶集日在工作室办。",
    ),
    Matter(
        "welfare",
        "残疾证换证要去县上，{village}去一趟来回{n}小时，能不能在镇上办？",
        "联系残联在镇上集中办了一天，{n}人一起换了证。",
        "集中办证登记",
        "医院鉴定必须在县上做，已联系一辆顺路车。",
    ),
    Matter(
        "housing",
        "{village}垃圾桶{n}天没人清，天热味道大，苍蝇多。",
        "清运改成两天一次，桶换成带盖的，{village}专人看护。",
        "清运车的路线表",
        "清运车坏了在修，先请邻村代清，配件到了恢复。",
    ),
    Matter(
        "housing",
        "安置房{n}号楼楼顶漏雨，墙皮掉了一片。",
        "施工方重做防水，两场雨后再看没有漏。",
        "雨后复看记录",
        "还在质保期，施工方答应雨季后重做，已留书面承诺。",
    ),
    Matter(
        "housing",
        "夜里{village}旁边的碎石厂响到{n}点，睡不好。",
        "厂里改到晚八点停机，装了隔声棚。",
        "夜里两次到场听过",
        "环保已测噪声，超标部分限期整改，到期再看。",
    ),
    Matter(
        "farming",
        "{village}种了{n}亩香菇，价格掉得厉害，想找个稳当的买家。",
        "联系一家合作社按保底价收，签了一季合同。",
        "双方签的收购合同",
        "今年行情普遍不好，先教冷库存放，下季再谈。",
    ),
    Matter(
        "farming",
        "{n}亩核桃树长虫，喷了药不管用，想请懂行的人看看。",
        "农技员来认了虫，换了药，教了{n}户剪枝。",
        "培训签到和用药记录",
        "已过防治期，今年只能清园，明春再来指导。",
    ),
    Matter(
        "farming",
        "茶园采茶工不够，{village}想办个采茶培训班。",
        "办了一期，{n}个人学会机采，当季就上了工。",
        "培训名册",
        "培训指标今年用完了，明年开春排第一批。",
    ),
    Matter(
        "business",
        "我在{village}开小店，办食品证要的图纸不会画，跑了{n}趟。",
        "窗口给了样图，当场改好，三天拿到证。",
        "发证日期",
        "店面用房性质不符，需要先改登记，已讲清楚路子。",
    ),
    Matter(
        "business",
        "小作坊想贷{n}万块周转，银行说没有抵押。",
        "介绍了创业担保贷款，资料一次交齐，已放款。",
        "放款通知",
        "征信有一笔逾期，要先结清，五个月后再申请。",
    ),
    Matter(
        "business",
        "{village}{n}个年轻人想在家门口找活，哪里有招工？",
        "把社区工厂的招工表送到村里，{n}人上了岗。",
        "上岗名单（只有人数）",
        "社区工厂暂不招人，登记了，有岗先通知。",
    ),
    Matter(
        "culture",
        "{village}文化广场的灯和音响坏了{n}个月，跳舞的人都散了。",
        "灯和音响修好了，钥匙交给文艺队自己管。",
        "文艺队的签收",
        "设备过了保修，已列入明年文化资金。",
    ),
    Matter(
        "culture",
        "{village}老戏楼的瓦掉了{n}处，再不管就塌了。",
        "请匠人补了瓦，挂了文物点牌子。",
        "补好的屋面",
        "是登记文物，修要先报方案，方案已经在做。",
    ),
    Matter(
        "other",
        "{village}快递只送到镇上，取一趟{n}里路，能不能送到村？",
        "小卖部做了代收点，每天下午送一次。",
        "代收点挂牌",
        "快递公司说件量不够，先每周送两次。",
    ),
    Matter(
        "other",
        "建议在{village}河边立{n}块防溺水的牌子，夏天娃娃爱下水。",
        "立了{n}块牌子和救生杆，假期有人巡。",
        "立好的牌子",
        "河道整治正在施工，完工后一并立。",
    ),
)

ASIDES: tuple[str, ...] = (
    "",
    "",
    "",
    "谢谢你们。",
    "大家都盼着。",
    "上次也说过，没有下文。",
    "不急，但想有个准话。",
    "我家就在边上。",
    "邻居们让我来说。",
    "麻烦帮着问问。",
    "赶集时听说有工作室，就来说一声。",
)

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
CALLED = ("某某", "女士", "师傅", "大爷", "嫂子")
"""What residents let themselves be called after their surname."""

THANKS: tuple[str, ...] = ("办得好。", "修好了，谢谢。", "比想的快。", "解决了。", "")
HALF: tuple[str, ...] = ("好一些了，还差一点。", "先这样吧，盼着彻底弄好。", "办了一半。")
UNDONE: tuple[str, ...] = ("还是老样子。", "又坏了。", "答复了，可没见动静。")
DECLINES: tuple[tuple[str, str], ...] = (
    ("court", "邻居占了我家地基，官司已经在法院，能不能帮着说说？"),
    ("petition_closed", "多年前的一件信访事项已经有了终局意见，我还想再提。"),
    ("discipline", "我要举报一个人收钱不办事。"),
    ("elsewhere", "我在外省打工，那边欠我工钱。"),
)

GONE = "反映人已经删除了内容，无从办理；还需要办的，请再写一件。"
NOT_OURS = "不属于委员工作室能办的事。"
OTHERS = Matter(
    "other",
    "",
    "委员到场看过，和{village}、镇上的人一起商量着办好了，也请邻居看过。",
    "到场查看的记录",
    "要几家一起办，已报镇上列入计划，办好以前每月告诉您一次走到哪一步。",
)
"""For what a visitor of the demo wrote: nobody knows beforehand what it is about."""


def recognised(text: str) -> tuple[Matter, dict[str, str]]:
    """The kind of matter that a text was made from, with what was filled in; OTHERS for a text of somebody's own."""
    for matter in MATTERS:
        found = _shape(matter.text).match(text)
        if found:
            return matter, found.groupdict()
    return OTHERS, {}


def not_ours(text: str) -> str:
    """The door (a code of `concern.doors`) of a text that no studio can take; empty for all others."""
    return next((door for door, said in DECLINES if text.startswith(said)), "")


@cache
def _shape(template: str) -> re.Pattern[str]:
    seen: set[str] = set()

    def hole(found: re.Match[str]) -> str:
        name = found[0][1:-1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>{'.{1,20}?' if name == 'village' else '[0-9]+'})"

    return re.compile(re.sub(r"\{(?:village|n)\}", hole, re.sub(r"([.?+*()|\[\]^$\\])", r"\\\1", template)))
