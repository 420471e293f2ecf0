package demo

import (
	"fmt"
	"time"
)

// job is a piece of work on data, as it is applied for.
type job struct {
	title, sort, batch, insurance, purpose string
	rows                                   int
	external                               bool
}

// jobs of the year: interest in January, pensions raised in July, queries and repairs each month, and what comes once.
func (l *life) jobs() {
	for m := range 12 {
		month := l.from.AddDate(0, m, 0)
		if month.After(l.now) || l.brief && m%4 != 3 && month.Month() != time.January && month.Month() != time.July {
			continue
		}
		l.work(l.open(month.AddDate(0, 0, 8), 9, 0), job{month.Format("2006年1月") + "在保人数统计", "数据查询统计", "", "企业职工养老", "月度业务分析", 186400, m%3 == 0})
		if m%2 == 0 {
			l.work(l.open(month.AddDate(0, 0, 13), 9, 30), job{"重复参保信息更正", "数据维护", "", "城乡居民养老", "更正重复登记", 12 + l.luck.IntN(60), false})
		}
		switch month.Month() {
		case time.January:
			l.work(l.open(month.AddDate(0, 0, 5), 8, 50), job{"年度个人账户计息", "批处理", "年度账户计息", "企业职工养老", "按年度记账利率计息", 412300, false})
			l.work(l.open(month.AddDate(0, 0, 3), 8, 50), job{"年度参数初始化", "初始化", "", "企业职工养老", "新年度参数启用", 64, false})
		case time.July:
			l.work(l.open(month.AddDate(0, 0, 9), 8, 50), job{"企业退休人员养老金调资", "批处理", "养老待遇调资", "企业职工养老", "按年度调整方案调资", 121800, false})
		}
	}
	l.work(l.when(0.5, 9, 0), job{"机关事业非编人员转企业数据迁移", "迁移", "", "企业职工养老", "编外人员转企业参保", 230, false})
	l.work(l.when(0.64, 9, 0), job{"民政死亡名单比对", "外部比对", "", "企业职工养老", "待遇资格核查", 5200, true})
	l.refused()
}

// refused is one that was sent back and one that was not authorised.
func (l *life) refused() {
	at := l.when(0.27, 10, 0)
	l.apply(at, job{"全量人员联系方式导出", "数据查询统计", "", "企业职工养老", "宣传发送", 0, false}).step(at.Add(2*time.Hour), "reject", values{"reason": "超出业务需要，请缩小范围后重新申请"})
	at = l.when(0.47, 10, 0)
	t := l.apply(at, job{"单位欠费明细导出", "数据查询统计", "", "失业", "对外宣传", 0, false})
	t.step(at.Add(time.Hour), "review", values{"reviewed": stamp(at.Add(time.Hour)), "reviewer": User})
	t.ruled(at.Add(3*time.Hour), "不予授权", "deny", values{"authorised": stamp(at.Add(3 * time.Hour)), "authoriser": "王主任", "reason": "用途不符合数据安全规定"})
}

func (l *life) apply(at time.Time, j job) *thread {
	v := values{"title": j.title, "type": j.sort, "system": "社会保险系统", "region": "镇江市本级", "insurance": j.insurance, "applicant_unit": units[0].name, "applicant": l.luck.name(),
		"purpose": j.purpose, "applied": stamp(at), "source": "生产库", "tables": "AC01；AC02", "expected": fmt.Sprint(j.rows)}
	if j.batch != "" {
		v["batch"] = j.batch
	}
	if j.sort == "数据查询统计" || j.sort == "外部比对" {
		v["definition"], v["source"], v["summary"] = "期末状态为正常参保的人数，按险种和区域分组", "回流库", "select 区域, 险种, count(*) group by"
	}
	if j.external {
		v["external"], v["sensitive"] = "是", "是"
	}
	return l.begin("change", at, "apply", v)
}

// work takes a job through review, authorisation on paper, five signed stages, delivery and destruction.
func (l *life) work(at time.Time, j job) {
	t := l.apply(at, j)
	m := func(minutes int) time.Time { return at.Add(time.Duration(minutes) * time.Minute) }
	t.step(m(30), "review", values{"reviewed": stamp(m(30)), "reviewer": User, "opinion": "口径清楚，同意"})
	t.grant(m(60), "authorise", "授权函", "王主任")
	if j.external {
		t.grant(m(80), "authorise-again", "二次授权函", "钱局长")
	}
	t.attach(m(95), "签认单.png", "脚本.txt")
	t.step(m(96), "script", values{"script_version": "v1.0", "script": "脚本.txt"})
	sign := func(at time.Time, stage, who string) {
		t.step(at, "sign-stage", values{"stage": stage, "signer": who, "signed": stamp(at), "evidence": "签认单.png"})
	}
	sign(m(100), "备份", "李娜")
	sign(m(110), "测试", "王强")
	if j.sort == "迁移" {
		sign(m(115), "验证", "王强")
	}
	t.step(m(130), "execute", values{"executed": stamp(m(130)), "executor": "李娜", "affected": fmt.Sprint(j.rows), "result": "执行完成，影响行数与预计一致"})
	if j.sort == "迁移" {
		t.step(m(140), "reconcile", values{"reconciled": stamp(m(140)), "source_count": fmt.Sprint(j.rows), "target_count": fmt.Sprint(j.rows), "text": "逐表核对一致"})
	} else {
		sign(m(145), "验证", "王强")
	}
	sign(m(150), "安全", "李娜")
	sign(m(155), "恢复", "王强")
	if j.sort == "数据查询统计" || j.sort == "外部比对" {
		l.deliver(t, m(160), j.external)
	}
	t.step(m(175), "close", values{"closed": stamp(m(175)), "result": "资料齐全，归档"})
}

// grant is the center's leave, told from its letter.
func (t *thread) grant(at time.Time, action, name, who string) {
	file := name + "-" + day(at) + ".png"
	t.attach(at, file).step(at.Add(time.Minute), action, values{"authorised": stamp(at), "authoriser": who, "letter": file, "paper": file, "paper_date": day(at), "opinion": "同意"})
}

// deliver hands the data out, and has it destroyed in time where it left the house.
func (l *life) deliver(t *thread, at time.Time, leaves bool) {
	v := values{"delivered": stamp(at), "leaves": "否", "means": "内网传输", "receiver": "周科长", "signed_for": stamp(at.Add(5 * time.Minute))}
	if !leaves {
		v["signed_for"] = stamp(at)
		t.step(at, "deliver", v)
		return
	}
	t.attach(at, "统计结果.txt")
	due := l.next(at, 10, 0, 0)
	v["leaves"], v["means"], v["encryption"], v["signed_for"], v["due_destroyed"], v["output"] = "是", "加密移动介质", "国密SM4加密压缩包", stamp(at), day(due), "统计结果.txt"
	t.step(at.Add(time.Minute), "deliver", v)
	gone := l.next(at, 7, 16, 0)
	t.step(gone, "destroy", values{"destroyed": stamp(gone), "destroyer": "周科长", "text": "介质格式化，双人见证"})
}
