# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What companies do and where they sit, as it stands in Chinese names written without blanks."""

TRADES = dict(
    pair.split("=")
    for pair in (
        "建筑=construction 建築=construction 建设=construction 建設=construction "
        "工程=engineering 贸易=trading 貿易=trading 进出口=importexport 進出口=importexport "
        "商贸=trading 科技=technology 技术=technology 技術=technology 信息=information "
        "資訊=information 软件=software 軟體=software 网络=network 網路=network "
        "电子=electronics 電子=electronics 电器=electric 電器=electric 电气=electric "
        "機械=machinery 机械=machinery 设备=equipment 設備=equipment 制造=manufacturing "
        "製造=manufacturing 实业=industrial 實業=industrial 工业=industrial 工業=industrial "
        "化工=chemical 医药=pharma 醫藥=pharma 医疗=medical 醫療=medical 食品=food "
        "餐饮=catering 餐飲=catering 物流=logistics 运输=transport 運輸=transport 快递=express "
        "文化=culture 传媒=media 傳媒=media 广告=advertising 廣告=advertising 教育=education "
        "咨询=consulting 諮詢=consulting 顾问=consulting 顧問=consulting 投资=investment "
        "投資=investment 控股=holding 金融=finance 保险=insurance 保險=insurance "
        "房地产=realestate 房地產=realestate 置业=property 装饰=decoration 裝飾=decoration "
        "设计=design 設計=design 家具=furniture 傢俱=furniture 服装=clothing 服裝=clothing "
        "纺织=textile 紡織=textile 包装=packaging 包裝=packaging 印刷=printing 汽车=automotive "
        "汽車=automotive 能源=energy 环保=environmental 環保=environmental 农业=agriculture "
        "農業=agriculture 材料=materials 塑料=plastics 塑膠=plastics 五金=hardware "
        "国际=international 國際=international 服务=services 服務=services 管理=management "
        "旅游=travel 旅遊=travel 酒店=hotel"
    ).split()
)
CITIES = tuple(
    (
        "北京 上海 广州 廣州 深圳 天津 重庆 重慶 成都 武汉 武漢 杭州 南京 西安 苏州 蘇州 郑州 "
        "鄭州 长沙 長沙 沈阳 瀋陽 青岛 青島 宁波 寧波 东莞 東莞 无锡 無錫 厦门 廈門 福州 济南 "
        "濟南 大连 大連 哈尔滨 昆明 合肥 佛山 石家庄 南昌 贵阳 南宁 温州 泉州 珠海 中山 惠州 "
        "香港 台北 臺北 新北 桃園 台中 臺中 台南 臺南 高雄 新竹 澳門 澳门 中国 中國 台灣 臺灣"
    ).split()
)
