package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"opsledger/app/rule/privacy"
)

// engineer is one of the team. Share is of the tickets, in percent; pace is time needed against the average; after
// is the part of the contract year that passes before they come, until the one after which they are gone (0: they stay).
type engineer struct {
	name, role         string
	core               bool
	share              int
	pace, after, until float64
}

var engineers = []engineer{
	{name: User, role: "项目经理", core: true, share: 10, pace: 1.5},
	{name: "李娜", role: "驻场工程师", core: true, share: 34, pace: 0.7},
	{name: "王强", role: "驻场工程师", share: 26, pace: 1.15},
	{name: "赵敏", role: "驻场工程师", share: 20, pace: 0.9, until: 0.5},
	{name: "陈浩", role: "驻场工程师", share: 20, pace: 2, after: 0.46},
}

// unit is a department that asks for help. A subject is its own where it deals with the insurance or the system.
type unit struct {
	name, region, side string
	deals              []string
}

var units = []unit{
	{"市社保中心企业养老科", "镇江市本级", "业务部门", []string{"企业职工养老"}},
	{"市社保中心居民养老科", "镇江市本级", "业务部门", []string{"城乡居民养老", "建档立卡", "被征地保障管理"}},
	{"市社保中心工伤科", "镇江市本级", "业务部门", []string{"工伤", "机关事业单位工伤", "工伤联网结算"}},
	{"市社保中心失业科", "镇江市本级", "业务部门", []string{"失业"}},
	{"市社保中心稽核科", "镇江市本级", "业务部门", []string{"稽核风控"}},
	{"市社保中心基金财务科", "镇江市本级", "业务部门", []string{"精准发放平台"}},
	{"市社保中心参保登记科", "镇江市本级", "业务部门", []string{"全民参保管理", "退休人员社区化服务"}},
	{"市人社信息中心", "镇江市本级", "信息部门", []string{"工单系统", "其它创新应用"}},
	{"润州区社保中心", "润州区", "业务部门", nil},
	{"京口区社保中心", "京口区", "业务部门", nil},
	{"丹徒区社保中心", "丹徒区", "业务部门", nil},
	{"经开区社保分中心", "经开区", "业务部门", nil},
}

const districts = 4 // the last of units

// Made-up names of what tickets speak of.
var (
	surnames  = []rune("赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜")
	givens    = []rune("伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华玉兰建国红梅志文")
	hospitals = []string{"江城第七医院", "长岸骨科医院", "青禾康复医院", "云台职工医院"}
	banks     = []string{"江城银行", "润商银行", "长岸农商行"}
	streets   = map[string][]string{"镇江市本级": {"城中街道", "滨江街道"}, "润州区": {"南苑街道", "西津社区"}, "京口区": {"东门街道", "学府社区"},
		"丹徒区": {"谷阳街道", "辛圩镇"}, "经开区": {"港前街道", "圌岭镇"}}
	firms  = []string{"恒润", "嘉禾", "宏远", "万祥", "鼎新", "瑞丰", "金桥", "同创"}
	trades = []string{"机械", "纺织", "电子", "物流", "建材", "食品"}
)

// chance draws what is made up; the same seed draws the same.
type chance struct{ *rand.Rand }

func pick[T any](c chance, list []T) T { return list[c.IntN(len(list))] }

// one reports true once in n times.
func (c chance) one(n int) bool { return c.IntN(n) == 0 }

func (c chance) name() string {
	n := []rune{pick(c, surnames), pick(c, givens)}
	if !c.one(3) {
		n = append(n, pick(c, givens))
	}
	return string(n)
}

func (c chance) firm() string { return "江城" + pick(c, firms) + pick(c, trades) + "有限公司" }

// idCard makes a number that looks valid and belongs to nobody: its area code is of a county long dissolved.
func (c chance) idCard() string {
	return checked(fmt.Sprintf("321199%04d%02d%02d%03d", 1948+c.IntN(50), 1+c.IntN(12), 1+c.IntN(28), c.IntN(1000)), privacy.IDCard)
}

// phone makes a mobile number out of a block that is not given out.
func (c chance) phone() string { return fmt.Sprintf("1990000%04d", c.IntN(10000)) }

// bankCard makes a card number of the prefix kept for tests.
func (c chance) bankCard() string {
	return checked(fmt.Sprintf("620000%012d", c.Int64N(1e12)), privacy.BankCard)
}

// checked ends a number with the check digit that makes it one of a kind.
func checked(number, kind string) string {
	for _, last := range "0123456789X" {
		if hits := privacy.Find(number + string(last)); len(hits) == 1 && hits[0].Kind == kind {
			return number + string(last)
		}
	}
	return number
}

// unit draws who asks: the department that deals with the subject, or a district.
func (c chance) unit(s *subject) unit {
	own := slices.IndexFunc(units, func(u unit) bool {
		return slices.Contains(u.deals, s.system) || s.Insurance != "" && slices.Contains(u.deals, s.Insurance)
	})
	if own >= 0 && c.IntN(100) < 45 {
		return units[own]
	}
	return pick(c, units[len(units)-districts:])
}

// engineer draws who works on a ticket at a part of the year.
func (c chance) engineer(part float64) *engineer {
	for {
		n := c.IntN(110)
		for i := range engineers {
			e := &engineers[i]
			if n -= e.share; n < 0 {
				if part >= e.after && (e.until == 0 || part < e.until) {
					return e
				}
				break
			}
		}
	}
}
