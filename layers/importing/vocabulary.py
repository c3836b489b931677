"""Words of source files for what we call use, class and kind: Chinese, English, OpenStreetMap."""

from communities.basemap.models import BarrierClass, BuildingUse, GroundKind


def _words(groups: dict[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, words in groups.items() for word in words.split()}


USES = _words(
    {
        BuildingUse.RESIDENTIAL: "residential 住宅 居住 居民楼 居民住宅 住房 民房 民居 自建房 公寓 "
        "宿舍 住宅楼 居住建筑 apartments house dormitory detached semidetached_house terrace "
        "bungalow hut static_caravan farm cabin allotment_house",
        BuildingUse.MIXED: "mixed 商住 商住两用 商住楼 商住混合 综合 底商住宅 mixed_use",
        BuildingUse.COMMERCIAL: "commercial 商业 商铺 商场 商业服务 商业建筑 市场 酒店 宾馆 餐饮 "
        "retail supermarket hotel kiosk shop mall marketplace",
        BuildingUse.OFFICE: "office 办公 写字楼 办公楼 办公建筑 商务办公",
        BuildingUse.PUBLIC: "public 公共服务 公共 公共建筑 公建 学校 医院 行政 机关 教育 医疗 文化 "
        "体育 宗教 社区用房 行政办公 school hospital university college kindergarten civic "
        "government government_office police church mosque temple shrine cathedral stadium museum "
        "courthouse train_station transportation fire_station hall religious monastery "
        "sports_hall toilets",
        BuildingUse.INDUSTRIAL: "industrial 工业仓储 工业 厂房 仓库 仓储 工厂 车间 "
        "warehouse factory manufacture",
        BuildingUse.OTHER: "other 其他 其它 附属 车库 车棚 门房 配电房 在建 废弃 garage "
        "garages shed roof wall gate gatehouse guardhouse ruins construction service parking "
        "tent tower pagoda greenhouse barn cowshed bridge bunker no",
        BuildingUse.UNKNOWN: "unknown yes 未知 不详 建筑 房屋 是",
    }
)

CLASSES = _words(
    {
        BarrierClass.EXPRESSWAY: "expressway 快速路 高速 高速公路 城市快速路 快速路/高速 motorway "
        "motorway_link trunk trunk_link",
        BarrierClass.RAILWAY: "railway 铁路 rail light_rail narrow_gauge",
        BarrierClass.RIVER: "river 河流 河 河道 江 河流岸线 水系 湖泊 湖 stream "
        "riverbank lake water",
        BarrierClass.CANAL: "canal 渠道 运河 水渠 渠",
        BarrierClass.ARTERIAL: "arterial 主干路 主干道 城市主干路 国道 省道 primary primary_link",
        BarrierClass.COLLECTOR: "collector 次干路 次干道 城市次干路 县道 secondary secondary_link",
        BarrierClass.LOCAL: "local 支路 街巷 巷 小路 城市支路 乡道 道路 tertiary tertiary_link "
        "unclassified residential living_street pedestrian road busway",
        BarrierClass.WALL: "wall 围墙 院墙 墙 城墙 city_wall fence retaining_wall",
    }
)

# Ways inside blocks: many, unnamed, and no boundary follows them. On an island without cars they
# are the streets, so a person may ask for them.
PATHS = frozenset(
    [
        "footway",
        "path",
        "steps",
        "service",
        "cycleway",
        "track",
        "corridor",
        "bridleway",
        "步道",
        "小径",
        "台阶",
        "内部道路",
    ]
)
# Known, but nothing one meets on the ground as a line to follow.
NOT_BARRIERS = frozenset(
    [
        "construction",
        "proposed",
        "platform",
        "subway",
        "tram",
        "raceway",
        "services",
        "rest_area",
        "elevator",
        "abandoned",
        "disused",
        "razed",
        "drain",
        "ditch",
        "hedge",
        "kerb",
        "bollard",
        "gate",
        "stop",
        "station",
        "switch",
        "dam",
        "weir",
        "lock_gate",
        "地铁",
        "在建",
        "规划",
    ]
)

KINDS = _words(
    {
        GroundKind.WATER: "water 水面 水体 水域 河流 湖泊 水系 river lake canal stream pond basin "
        "reservoir riverbank wetland",
        GroundKind.GREEN: "green 绿地 公园 林地 草地 park garden grass forest wood meadow scrub "
        "recreation_ground village_green nature_reserve",
        GroundKind.SQUARE: "square 广场 plaza pedestrian",
        GroundKind.FARMLAND: "farmland 农田 耕地 园地 菜地 orchard vineyard farm "
        "farmyard greenhouse_horticulture",
    }
)
