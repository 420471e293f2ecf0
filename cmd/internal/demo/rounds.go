package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"opsledger/app"
)

// round is something done again and again.
type round struct{ name, sort, rule, at, owner, source string }

// rounds of a station.
var rounds = []round{
	{"三环境日常巡检", "日常巡检", "每工作日", "10:00", "王强", ""},
	{"项目例会", "例会", "每周四", "16:00", User, ""},
	{"台账备份核验", "备份", "每周五", "17:00", "王强", ""},
	{"运维月度检查", "定期检查", "每月第5个工作日", "17:00", User, ""},
	{"运维季度检查", "定期检查", "每季第10个工作日", "17:00", User, ""},
	{"参保数据增量清洗", "增量清洗", "每月5日", "17:30", "李娜", ""},
	{"社保数据质量治理", "数据质量", "每月20日", "17:30", "李娜", ""},
	{"月初始化", "初始化", "每月1日", "11:00", "李娜", ""},
	{"年初始化", "初始化", "每年1月5日", "12:00", "李娜", ""},
	{"年度权益记录单发放", "权益记录单", "每年6月25日", "", "李娜", ""},
	{"住建项目人员信息同步", "人员信息同步", "每月15日", "", "王强", ""},
	{"稽核风控数据治理专项", "专项", "每月最后一日", "", "李娜", ""},
	{"全民扩面参保技术保障专项", "专项", "每月25日", "", "王强", ""},
	{"老系统数转配合", "数转配合", "每季1月25日", "", "李娜", ""},
	{"民政数据比对", "数据比对", "每季1月14日", "", "李娜", "民政"},
	{"公交数据比对", "数据比对", "每季1月15日", "", "李娜", "公交"},
	{"卫健数据比对", "数据比对", "每季1月16日", "", "王强", "卫健"},
	{"医保数据比对", "数据比对", "每季1月18日", "", "王强", "医保"},
	{"教育数据比对", "数据比对", "每季1月20日", "", "李娜", "教育"},
	{"退役军人数据比对", "数据比对", "每季1月22日", "", "王强", "退役军人"},
}

// routines plans them and makes what falls due, a week ahead; each is done a little before its time.
func (l *life) routines() {
	at := l.from.Add(40 * time.Minute)
	for i, r := range rounds {
		since := l.from
		if l.brief && (r.sort == "日常巡检" || r.sort == "例会" || r.sort == "备份") {
			since = l.daily
		}
		v := values{"name": r.name, "type": r.sort, "rule": r.rule, "at": r.at, "owner": r.owner, "since": day(since), "shift": "提前"}
		switch r.sort {
		case "数据比对":
			v["source"], v["system"] = r.source, "社会保险系统"
		case "专项":
			v["target"], v["target_figure"] = "本年度疑点数据全部核查并销号", "1200"
		case "增量清洗", "初始化", "人员信息同步":
			v["shift"] = "顺延"
		}
		t := l.begin("routine", at.Add(time.Duration(i)*time.Second), "plan", v)
		if r.sort == "专项" {
			l.progress(t)
		}
		if r.sort == "例会" {
			on := l.when(0.93, 10, 0)
			t.step(on, "change-rule", values{"rule": "每周四", "at": "15:00", "since": day(on.AddDate(0, 0, 5)), "basis": "信息中心要求例会提前一小时"})
		}
	}
	l.make()
}

// progress tells each quarter how far a special task has come.
func (l *life) progress(t *thread) {
	for i, n := range []int{210, 520, 860, 1110} {
		at := l.when(0.2+0.22*float64(i), 16, 30)
		t.step(at, "progress", values{"on": day(at), "reached": fmt.Sprint(n), "text": fmt.Sprintf("累计核查%d条，销号%d条", n+40, n)})
	}
}

// make makes the runs of each week on its first working day; a small demo those of several weeks before it keeps every day.
func (l *life) make() {
	for d := l.from; d.Before(l.now); {
		days := 7 - (int(d.Weekday())+6)%7
		if l.brief && d.AddDate(0, 0, 28).Before(l.daily) {
			days += 21
		}
		until := d.AddDate(0, 0, days-1)
		at := l.open(d, 8, 35)
		l.do(at, func(ctx context.Context, p *play) error {
			made, err := p.s.EnsureRuns(ctx, until)
			for _, o := range made {
				l.perform(p, o)
			}
			return err
		})
		d = d.AddDate(0, 0, days)
	}
}

// perform plans when a run is done; a few are not, with the reason.
func (l *life) perform(p *play, o app.Owed) {
	at := later(o.Due.Add(-time.Duration(8+l.luck.IntN(50))*time.Minute), p.Now().Add(5*time.Minute))
	action, v := "do", l.outcome(o, at)
	switch {
	case o.Type == "日常巡检" && l.luck.one(70):
		action, v = "skip", values{"reason": "机房供电检修，三环境停用，次日补查"}
	case o.Type == "例会" && l.luck.one(26):
		action, v = "skip", values{"reason": "信息中心当日有会，经同意并入下周例会"}
	}
	p.plan(event{at, func(ctx context.Context, p *play) error {
		_, err := p.s.Act(ctx, app.Step{Kind: "run", Key: string(o.ID), Action: action, Values: v, Confirmed: true})
		if err == nil && v["production"] == "异常" {
			err = l.mend(ctx, p, o)
		}
		if err == nil && v["problems"] != "" && v["problems"] != v["solved"] && v["solved"] != "" {
			l.rectify(p, o, v["problems"])
		}
		return err
	}})
}

// mend makes a ticket of what an inspection found, and sees it through.
func (l *life) mend(ctx context.Context, p *play, o app.Owed) error {
	_, rec, err := p.s.Raise(ctx, app.Raising{Kind: "run", Key: string(o.ID), Action: "raise-ticket", To: "ticket", Confirmed: true, Values: values{"title": "巡检发现生产环境批量任务堆积", "system": "社会保险系统",
		"region": "镇江市本级", "insurance": "企业职工养老", "category": "工单处理", "main_type": "技术", "channel": "现场", "arrived": stamp(p.Now()), "assignee": "王强"}})
	if err != nil {
		return err
	}
	for _, s := range []struct {
		action string
		after  time.Duration
		values values
	}{{"accept", 10 * time.Minute, values{"assignee": "王强"}}, {"resolve", 3 * time.Hour, values{"result": "清理积压任务，调整并发数后恢复", "cause": "程序缺陷"}}} {
		at := l.later(p.Now(), s.after)
		s.values[map[string]string{"accept": "responded", "resolve": "resolved"}[s.action]] = stamp(at)
		p.plan(event{at, func(ctx context.Context, p *play) error {
			_, err := p.s.Act(ctx, app.Step{Kind: "ticket", Key: string(rec.ID), Action: s.action, Values: s.values, Confirmed: true})
			return err
		}})
	}
	return nil
}

// rectify ends what a check found, some days later.
func (l *life) rectify(p *play, o app.Owed, problems string) {
	at := l.next(p.Now(), 3, 16, 0)
	p.plan(event{at, func(ctx context.Context, p *play) error {
		_, err := p.s.Act(ctx, app.Step{Kind: "run", Key: string(o.ID), Action: "rectify", Values: values{"solved": problems, "rectified": stamp(at), "text": "已全部整改并复核"}})
		return err
	}})
}

// outcome is what a run of a kind tells.
func (l *life) outcome(o app.Owed, at time.Time) values {
	n := l.luck.IntN
	doer := "李娜"
	if strings.Contains("日常巡检 人员信息同步 备份", o.Type) {
		doer = "王强"
	}
	v := values{"done": stamp(at), "doer": doer, "result": "正常"}
	put := func(pairs ...string) {
		for i := 0; i < len(pairs); i += 2 {
			v[pairs[i]] = pairs[i+1]
		}
	}
	batch := at.Format("200601") + "-01"
	switch o.Type {
	case "日常巡检":
		put("production", "正常", "testing", "正常", "backflow", "正常")
		if n(90) == 0 {
			put("production", "异常", "result", "批量任务堆积，已转工单")
		}
	case "例会":
		put("doer", User, "minutes", "通报上周工单和在途情况，研究共性问题，安排下周工作。", "attendees", strings.Join(append(l.present(at), "王主任"), "；"), "present", "是", "result", "已形成纪要")
	case "定期检查":
		problems := 1 + n(4)
		put("doer", User, "problems", fmt.Sprint(problems), "solved", fmt.Sprint(problems-n(2)), "result", "检查台账、权限、备份和在途工单")
	case "增量清洗":
		rows := 40000 + n(9000)
		put("before_rows", fmt.Sprint(rows), "after_rows", fmt.Sprint(rows-200-n(300)), "result", "去重、补齐必填项")
	case "数据质量":
		found := 60 + n(90)
		put("problems", fmt.Sprint(found), "solved", fmt.Sprint(found), "result", "规则校验后逐条治理")
	case "初始化":
		put("verified", "期初参数、批次号和对账余额核验一致")
	case "权益记录单":
		put("batch", at.Format("2006"), "planned", "186400", "finished", "186400", "result", "已发放，核对一致")
	case "人员信息同步":
		put("batch", batch, "succeeded", fmt.Sprint(800+n(300)), "failed", fmt.Sprint(n(6)))
	case "专项":
		put("planned", "100", "finished", fmt.Sprint(90+n(11)), "result", "按月分解任务推进")
	case "数转配合":
		put("tables", "AC01；AC02；AC20", "batch", batch, "differences", "重转数据差异3笔", "replenished", "补转关联业务表3笔，核对一致")
	case "数据比对":
		put("planned", "1", "finished", "1", "batch", batch, "result", "已比对，疑点转资格认证")
	}
	return v
}

// sources of the six that are compared with, with a number of suspects each.
var sources = []struct {
	name     string
	suspects int
}{{"民政", 3}, {"公交", 1}, {"卫健", 3}, {"医保", 2}, {"教育", 0}, {"退役军人", 1}}

// compare compares each quarter with every source; what is doubtful is concluded within the fortnight.
func (l *life) compare() {
	conclusions := []string{"正常领取", "已停发", "追缴中", "已追回", "信息已更正"}
	for q := quarter(l.from); q.Before(l.now); q = q.AddDate(0, 3, 0) {
		if l.brief && q.AddDate(0, 6, 0).Before(l.now) {
			continue
		}
		for i, s := range sources {
			at := l.next(q.AddDate(0, 0, 14+i), 2, 15, 0)
			if at.Before(l.from.AddDate(0, 0, 5)) {
				continue
			}
			theirs := 3000 + l.luck.IntN(2000)
			t := l.begin("comparison", at, "run", values{"source": s.name, "compared": stamp(at), "batch": at.Format("2006") + fmt.Sprintf("-%d", (int(at.Month())+2)/3), "key": "身份证号；姓名", "ours": "186400",
				"theirs": fmt.Sprint(theirs), "matched": fmt.Sprint(theirs - 20), "only_theirs": "20", "system": "社会保险系统", "comparer": "李娜"})
			t.attach(at.Add(2*time.Minute), "待遇人员名单.txt", s.name+"名单.txt")
			t.step(at.Add(3*time.Minute), "file-lists", values{"our_list": "待遇人员名单.txt", "their_list": s.name + "名单.txt"})
			end := l.next(at, 8, 16, 0)
			var found, said []string
			for n := range s.suspects {
				found = append(found, fmt.Sprintf("%d | %s名单中有死亡或重复领取标识", n+1, s.name))
				said = append(said, fmt.Sprintf("%d | %s", n+1, pick(l.luck, conclusions)))
			}
			if len(found) > 0 {
				t.step(at.Add(5*time.Minute), "add-suspects", values{"suspects": strings.Join(found, "；")})
				t.step(end, "conclude-many", values{"conclusions": strings.Join(said, "；"), "concluder": "市社保中心参保登记科", "at": stamp(end), "text": "逐人核查"})
			}
			t.step(end.Add(10*time.Minute), "close", values{"closed": stamp(end.Add(10 * time.Minute))})
		}
	}
}

// quarter is the beginning of a calendar quarter.
func quarter(t time.Time) time.Time {
	return time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, t.Location())
}
