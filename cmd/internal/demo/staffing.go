package demo

import (
	"context"
	"fmt"
	"time"

	"opsledger/app"
)

const company = "江苏某软件有限公司"

// others are the people the province and the company keep for the station.
var others = []struct{ name, role, contact string }{{"周海燕", "省端专员", "内线8021"}, {"吴凯", "后台研发", "内线8107"}}

// names of the one who leaves and the one who follows.
const (
	leaver    = "赵敏"
	successor = "陈浩"
)

// people come: those of the bid, one of them late; with PCs, the secrecy agreement, their access and skills.
func (l *life) people() {
	first := l.starts[0]
	for i, e := range engineers {
		core := map[bool]string{true: "是", false: "否"}[e.core]
		v := values{"name": e.name, "role": e.role, "core": core, "company": company, "phone": l.luck.phone(), "education": "本科", "certificates": "软件设计师；数据库工程师"}
		var t *thread
		came := first.Add(12 * time.Minute)
		switch {
		case e.name == leaver:
			v["expected"] = day(first)
			t = l.begin("person", came, "promise", v)
			came = l.next(first, 3, 8, 40)
			t.step(came, "arrive", values{"from": day(came), "reason": "原项目交接延误"})
		case e.after > 0:
			came = l.when(e.after, 8, 40)
			v["from"], v["promised"] = day(came), "否"
			t = l.begin("person", came, "join", v)
		default:
			v["from"], v["promised"] = day(came), "是"
			t = l.begin("person", came, "join", v)
		}
		t.equip(came.Add(20*time.Minute), i, e.name)
	}
	for _, o := range others {
		at := first.Add(14 * time.Minute)
		l.begin("person", at, "join", values{"name": o.name, "role": o.role, "from": day(at), "promised": "是", "company": company, "contact": o.contact, "phone": l.luck.phone()}).secret(at.Add(time.Minute), o.name)
	}
	l.examine()
}

// equip gives what a newcomer gets on the first day.
func (t *thread) equip(at time.Time, n int, name string) {
	t.secret(at, name)
	for _, network := range []string{"内网", "外网"} {
		t.l.begin("equipment", at.Add(5*time.Minute), "lend", values{"asset": fmt.Sprintf("PC-%s-%02d", map[string]string{"内网": "N", "外网": "W"}[network], n+1), "network": network, "person": name,
			"lent": day(at), "type": "办公电脑"})
	}
	t.step(at.Add(6*time.Minute), "grant-access", values{"entry": "机房门禁", "granted": day(at)})
	t.step(at.Add(7*time.Minute), "assess-skill", values{"skill_system": pick(t.l.luck, []string{"社会保险系统", "精准发放平台", "全民参保管理"}),
		"skill_level": pick(t.l.luck, []string{"掌握", "熟练", "精通"}), "assessed": day(at), "assessor": "王主任"})
}

// secret signs the agreement.
func (t *thread) secret(at time.Time, name string) {
	file := "保密协议-" + name + ".png"
	t.attach(at, file).step(at.Add(time.Minute), "sign-secrecy", values{"secrecy_signed": day(at), "secrecy_paper": file})
}

// examine appraises everybody at the end of a half-year, one of them below the mark; the center's word is told from paper.
func (l *life) examine() {
	for _, half := range []struct {
		month time.Month
		name  string
	}{{time.June, "H1"}, {time.December, "H2"}} {
		for year := l.from.Year(); year <= l.now.Year(); year++ {
			at := l.open(time.Date(year, half.month, 16, 0, 0, 0, 0, l.now.Location()), 15, 0)
			for i, e := range engineers {
				part := l.part(at)
				if at.Before(l.from.AddDate(0, 0, 7)) || at.After(l.now) || part < e.after || e.until > 0 && part > e.until {
					continue
				}
				skill := 70 + l.luck.IntN(28)
				if i == len(engineers)-1 {
					skill = 56
				}
				t := l.begin("appraisal", at.Add(time.Duration(i)*3*time.Minute), "record", values{"person": e.name, "half": fmt.Sprintf("%d-%s", year, half.name), "on": day(at),
					"security": fmt.Sprint(80 + l.luck.IntN(18)), "skill": fmt.Sprint(skill), "platform": fmt.Sprint(72 + l.luck.IntN(25)), "examiner": "王主任"})
				if skill < 60 {
					ruled := l.next(at, 2, 10, 0)
					t.ruled(ruled, "考核结果", "rule", values{"verdict": "不及格", "ruled": stamp(ruled), "opinion": "技术能力不及格，三个月内补考"})
				}
			}
		}
	}
}

// change lets one engineer go and another follow: asked in time, agreed, handed over, accepted; the tickets go with it.
func (l *life) change() {
	leave := l.when(engineers[3].until, 17, 30)
	asked, agreed := l.ago(leave, 35, 10, 0), l.ago(leave, 28, 16, 0)
	t := l.begin("turnover", asked.AddDate(0, 0, -1), "draft", values{"leaver": leaver, "successor": successor, "asked_by": "承建方", "planned": day(leave), "why": "公司内部岗位调动", "post": "驻场工程师", "core": "否"})
	t.attach(asked, "更换方案.txt", "工作简历.txt", "学历证书.png", "专业资格证书.png", "资历说明.txt")
	t.step(asked, "submit", values{"submitted": stamp(asked), "plan": "更换方案.txt", "resume": "工作简历.txt", "diploma": "学历证书.png", "certificate": "专业资格证书.png",
		"comparison": "学历|本科|本科|符合；工作年限|3年|5年|符合；资格证书|软件类中级|数据库工程师|符合"})
	t.ruled(agreed, "同意更换", "consent", values{"consented": stamp(agreed), "opinion": "同意，请做好交接"})
	handed, accepted := l.ago(leave, 6, 16, 0), l.ago(leave, 3, 17, 0)
	t.attach(handed, "工作交接单.png")
	t.step(handed, "hand-over", values{"handed": stamp(handed), "handover": "账号与权限清单；在途工单；脚本与文档；联系人", "leaver_signed": day(handed), "successor_signed": day(handed), "handover_paper": "工作交接单.png"})
	t.ruled(accepted, "交接认可", "accept", values{"accepted": stamp(accepted), "opinion": "交接完整，认可"})
	l.do(handed.Add(20*time.Minute), func(ctx context.Context, p *play) error { return p.handTickets(ctx) })
	gone := l.person(leaver)
	gone.step(leave, "withdraw-access", values{"withdrawn": day(leave)})
	gone.step(leave.Add(time.Minute), "leave", values{"left": day(leave), "turnover": t.ref()})
	t.step(leave.Add(2*time.Minute), "left", values{"left": day(leave)})
	for _, o := range l.threads {
		if o.kind == "equipment" && o.whose == leaver {
			o.step(leave.Add(3*time.Minute), "return", values{"back": day(leave)})
		}
	}
}

// handTickets gives what the leaver has not finished to the successor.
func (p *play) handTickets(ctx context.Context) error {
	var keys []string
	for _, t := range p.year.tickets {
		if t.engineer.name != leaver || !t.open(p.Now()) {
			continue
		}
		if rec, err := p.s.Show(ctx, "ticket", t.key(), false, ""); t.key() != "" && err == nil && (rec.State == "new" || rec.State == "accepted" || rec.State == "suspended") {
			keys = append(keys, t.key())
		}
	}
	for _, t := range append(p.year.tickets, p.year.calls...) {
		if t.engineer.name == leaver && (t.responded.After(p.Now()) || t.open(p.Now())) {
			t.engineer = &engineers[4]
		}
	}
	if len(keys) == 0 {
		return nil
	}
	_, err := p.s.ActAll(ctx, app.Bulk{Kind: "ticket", Keys: keys, Action: "assign", Values: values{"assignee": successor, "reason": "人员变更，在途工单移交"}, Confirmed: true})
	return err
}
