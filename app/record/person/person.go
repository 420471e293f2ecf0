// Package person owns the people who work on site or behind it: who they are, when they came and went, what they can do, what
// they may enter (R002, R068, R069, R079, R084, R085, R116, R151); their half-yearly appraisal (R144); the equipment lent to
// them (R083). It may not import other records, nor rules.
package person

import "opsledger/app/ledger"

// Roles the contract speaks of; the dictionary may hold more.
const (
	Engineer = "驻场工程师"
	Manager  = "项目经理"
	Liaison  = "省端专员"
	Backend  = "后台研发"
)

// Person is one member of the team. Staff names are never masked; a telephone number is.
type Person struct {
	Name     string     `label:"姓名" need:"yes" search:"yes" index:"yes" names:"人员姓名,人员" help:"同名者请加区分，如 李工（二）"`
	Role     string     `label:"角色" dict:"person_role" need:"yes" index:"yes" names:"岗位,人员角色"`
	RoleFrom ledger.Day `label:"角色生效日期" help:"改任时填写，不填为登记当天"`
	Core     bool       `label:"核心人员"`
	Company  string     `label:"所属公司" search:"yes" names:"单位,公司,供应商"`
	From     ledger.Day `label:"进场日期" need:"yes" names:"到岗日期,入场日期"`
	Until    ledger.Day `label:"计划离场日期"`
	Phone    string     `label:"联系电话" personal:"phone" names:"手机,手机号,电话"`
	Contact  string     `label:"工作联系方式" search:"yes" help:"座机、内网通讯账号等，不遮盖；手机号请填联系电话"`

	Education    string   `label:"学历" names:"最高学历"`
	Certificates []string `label:"资格证书" search:"yes" names:"证书,专业资格证书"`
	Skills       []string `label:"技能" step:"yes" search:"yes"` // "社会保险系统：熟练（2026-01-05 评估，王主任）"

	Promised      bool       `label:"投标承诺人员" names:"承诺人员"`
	Expected      ledger.Day `label:"承诺到岗日期"`
	SecrecySigned ledger.Day `label:"保密协议签订日期" step:"yes"`
	Access        []string   `label:"权限" step:"yes"` // "机房门禁（2026-01-05 开通，2026-06-30 收回）"
	Left          ledger.Day `label:"离场日期" step:"yes"`

	Facts Facts
}

// States of a person, in rising rank.
const (
	Void     ledger.State = "void"
	Promised ledger.State = "promised"
	OnSite   ledger.State = "on_site"
	Departed ledger.State = "departed" // gone without a handover the center accepted (R142)
	Left     ledger.State = "left"
)

var known = []string{"core?", "company?", "phone?", "contact?", "education?", "certificates?", "until?"}

// Kind describes the person.
var Kind = ledger.Define[Person]("person", "人员",
	ledger.Numbered("RY", "name"),
	ledger.KeyedBy("name"),
	ledger.Standing(),
	ledger.States("void:已作废", "promised:承诺未到岗", "on_site:在岗", "departed:离岗未交接", "left:已离场"),
	ledger.Told(
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "skill_system", Label: "评估系统", Type: ledger.Choice, Dict: "system"},
		ledger.Field{Key: "skill_level", Label: "能力等级", Type: ledger.Choice, Choices: []string{"了解", "掌握", "熟练", "精通"}},
		ledger.Field{Key: "assessed", Label: "评估日期", Type: ledger.Date},
		ledger.Field{Key: "assessor", Label: "评估人", Type: ledger.Text},
		ledger.Field{Key: "secrecy_paper", Label: "保密协议", Type: ledger.File, Help: "先把协议扫描件作为附件添加，再填附件名"},
		ledger.Field{Key: "entry", Label: "权限名称", Type: ledger.Text, Help: "账号、门禁、堡垒机、数据库等；不要写口令"},
		ledger.Field{Key: "granted", Label: "开通日期", Type: ledger.Date},
		ledger.Field{Key: "withdrawn", Label: "收回日期", Type: ledger.Date},
		ledger.Field{Key: "turnover", Label: "人员变更", Type: ledger.Ref, To: "turnover", Help: "不填则取此人经信息中心认可的那一份"},
		ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
	),
	ledger.Step("join", "进场登记", ledger.Creates(), ledger.To(OnSite),
		ledger.Asks(append([]string{"name", "role", "from", "promised?"}, known...)...), ledger.Checked(checkDates)),
	ledger.Step("promise", "承诺登记", ledger.Creates(), ledger.To(Promised),
		ledger.Asks(append([]string{"name", "role", "expected?"}, known...)...)),
	ledger.Step("arrive", "到岗", ledger.From(Promised), ledger.To(OnSite), ledger.Asks("from", "reason?")),
	ledger.Step("update", "更新", ledger.From(Promised, OnSite),
		ledger.Asks(append([]string{"role?", "role_from?", "promised?", "expected?", "reason?"}, known...)...), ledger.Checked(checkDates)),
	ledger.Step("assess-skill", "技能评估", ledger.From(OnSite), ledger.Asks("skill_system", "skill_level", "assessed", "assessor?")),
	ledger.Step("sign-secrecy", "保密协议登记", ledger.From(Promised, OnSite), ledger.Asks("secrecy_signed", "secrecy_paper")),
	ledger.Step("grant-access", "开通权限", ledger.From(OnSite), ledger.Asks("entry", "granted")),
	ledger.Step("withdraw-access", "收回权限", ledger.From(OnSite, Departed, Left), ledger.Answering("grant-access"), ledger.Asks("withdrawn", "of?", "reason?")),
	ledger.Step("leave", "离场", ledger.From(OnSite, Departed), ledger.To(Left), ledger.Asks("left", "turnover?", "reason?"), ledger.Checked(checkLeave)),
	ledger.Step("depart", "未办交接离岗", ledger.From(OnSite), ledger.To(Departed), ledger.Asks("left", "reason"), ledger.Checked(checkGone)),
	ledger.Step("return", "再次进场", ledger.From(Departed, Left), ledger.To(OnSite), ledger.Asks("from", "role?", "reason?"), ledger.Checked(checkReturn)),
	ledger.Step("void", "作废", ledger.From(Promised, OnSite, Departed, Left), ledger.To(Void), ledger.Asks("reason")),
	ledger.Step("restore", "恢复", ledger.From(Void), ledger.To(OnSite), ledger.Asks("from", "reason")),
	ledger.Derive(derive),
)
