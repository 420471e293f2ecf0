package intake

import (
	"strings"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/privacy"
)

// words are the states of provincial exports, folded.
var words = map[string]ledger.State{
	"待签收": ticket.Open, "待受理": ticket.Open, "新建": ticket.Open, "未处理": ticket.Open, "待处理": ticket.Open, "已派单": ticket.Open,
	"处理中": ticket.Accepted, "已签收": ticket.Accepted, "已受理": ticket.Accepted, "进行中": ticket.Accepted, "退回": ticket.Accepted, "返工": ticket.Accepted,
	"已挂起": ticket.Suspended, "挂起": ticket.Suspended, "暂停": ticket.Suspended,
	"已办结": ticket.Resolved, "办结": ticket.Resolved, "处理完毕": ticket.Resolved, "已完成": ticket.Resolved, "已处理": ticket.Resolved, "完成": ticket.Resolved, "待确认": ticket.Resolved, "已解决": ticket.Resolved,
	"已确认": ticket.Confirmed, "已关闭": ticket.Confirmed, "关闭": ticket.Confirmed, "已评价": ticket.Confirmed, "归档": ticket.Confirmed, "已归档": ticket.Confirmed,
	"已作废": ticket.Void, "作废": ticket.Void, "已撤销": ticket.Void, "撤销": ticket.Void, "取消": ticket.Void,
}

// state reads the state's word and holds it against the times: a word that contradicts them is a fault.
func (c *cells) state(d Draft) ledger.State {
	word := c.text("state")
	if word == "" {
		return fromTimes(d)
	}
	s, ok := words[dictionary.Normal(word)]
	switch {
	case !ok:
		c.fault("state", word, "不认识状态“%s”。可填：待签收、处理中、已挂起、已办结、已确认、已作废", word)
	case (s == ticket.Resolved || s == ticket.Confirmed) && d.Resolved.IsZero() && c.cell("resolved").Text == "":
		c.fault("state", word, "状态为“%s”而没有处理完毕时间。请补上时间或改正状态", word)
	case (s == ticket.Open || s == ticket.Accepted) && !d.Resolved.IsZero() && !d.Rework:
		c.fault("state", word, "状态为“%s”而有处理完毕时间 %s。请改正其一", word, stamp(d.Resolved))
	}
	return s
}

// ours are the words by which an export says that a delay is nobody else's.
var ours = map[string]bool{"": true, "无": true, "否": true, "-": true, "运维单位": true, "运维": true, "运维公司": true, "承建方": true, "承建单位": true, "项目组": true,
	"我方": true, "本单位": true, "驻场": true, "驻场人员": true, "未延误": true, "无延误": true, "正常": true}

// excuse reads whose doing a delay was. Others' doing is a claim, for the center to rule on (R132, A27); what is not understood
// claims nothing and is told.
func (c *cells) excuse() string {
	word := strings.TrimSpace(c.cell("delay").Text)
	short := word
	for _, tail := range []string{"", "的原因", "原因", "责任", "方"} {
		if short = strings.TrimSuffix(short, tail); ours[dictionary.Normal(short)] {
			return ""
		}
		if it, ok := c.o.Dictionaries["excuse_reason"].Find(short); ok {
			return it.Key
		}
	}
	c.warnings = append(c.warnings, Tell(c.row, c.layout.heads["delay"], "delay", "不认识延误责任“"+privacy.Scrub(word)+"”，没有提请免责；需要时请手工办理"))
	return ""
}

func fromTimes(d Draft) ledger.State {
	switch {
	case !d.Confirmed.IsZero():
		return ticket.Confirmed
	case !d.Resolved.IsZero():
		return ticket.Resolved
	case !d.Responded.IsZero():
		return ticket.Accepted
	}
	return ticket.Open
}

// consistent checks what two columns say together.
func (c *cells) consistent(d Draft) {
	if d.System == "社会保险系统" && d.Insurance == "" {
		c.fault("insurance", "", "所属系统为社会保险系统时险种必填") // R007
	}
	for _, pair := range []struct {
		early, late string
		a, b        time.Time
	}{
		{"arrived", "responded", d.Arrived, d.Responded},
		{"arrived", "resolved", d.Arrived, d.Resolved},
		{"responded", "resolved", d.Responded, d.Resolved},
		{"resolved", "confirmed", d.Resolved, d.Confirmed},
	} {
		if !pair.a.IsZero() && !pair.b.IsZero() && pair.b.Before(pair.a) {
			c.fault(pair.late, stamp(pair.b), "%s %s 早于%s %s。请核对两个时间", c.form.labelOf(pair.late), stamp(pair.b), c.form.labelOf(pair.early), stamp(pair.a))
		}
	}
	if d.Raised.After(d.Arrived) {
		c.warnings = append(c.warnings, fault(c.row, c.layout.heads["raised"], "", "提单时间 %s 晚于到达时间 %s", stamp(d.Raised), stamp(d.Arrived)))
	}
}

func stamp(t time.Time) string { return t.Format("2006-01-02 15:04") }
