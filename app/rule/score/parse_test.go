package score_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opsledger/app/rule/score"
)

// The shipped scheme has the contract's nineteen clauses, with its own words and caps (R124–R147, A32).
func TestTheShippedScheme(t *testing.T) {
	s := scheme(t)
	caps := map[string]string{"T1": "10", "T2": "10", "T3": "10", "T4": "10", "V1": "5", "V2": "5", "V3": "5", "P3": "5", "U2": "10"}
	var ids []string
	for _, c := range s.Clauses {
		ids = append(ids, c.ID)
		got := ""
		if c.Cap != nil {
			got = c.Cap.String()
		}
		if got != caps[c.ID] {
			t.Errorf("%s: at most %q, should be %q", c.ID, got, caps[c.ID])
		}
		if (got == "") == strings.Contains(c.Text, "最多扣") {
			t.Errorf("%s: the cap is not what the words say: %s", c.ID, c.Text)
		}
	}
	if got := strings.Join(ids, " "); got != "S1 S2 S3 S4 S5 S6 T1 T2 T3 T4 V1 V2 V3 P1 P2 P3 P4 U1 U2" {
		t.Error(got)
	}
}

// A scheme with a mistake is refused with the line and the reason.
func TestMistakes(t *testing.T) {
	raw, err := os.ReadFile(filepath.FromSlash(shipped))
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for _, c := range []struct{ name, old, put, at, why string }{
		{"unknown key", `"group": "保密安全要求", "title": "保密要求"`, `"grup": "保密安全要求", "title": "保密要求"`, `"grup"`, "不认识的“grup”"},
		{"missing key", `"title": "工单响应", `, ``, `{`, "缺少“title”"},
		{"unknown key at the top", `"base": "100",`, `"base": "100", "bonus": "2",`, `"bonus"`, "不认识的“bonus”"},
		{"the same clause twice", `"id": "S2"`, `"id": "S1"`, `"title": "安全要求"`, "条款编号“S1”重复"},
		{"clause number", `"id": "S2"`, `"id": "安2"`, `"安2"`, "应写作 S1"},
		{"cap of the wrong sign", `"evidence": "delay", "cap": "10"`, `"evidence": "delay", "cap": "-10"`, `"cap": "-10"`, "封顶写正数"},
		{"cap of nought", `"evidence": "delay", "cap": "10"`, `"evidence": "delay", "cap": "0"`, `"cap": "0"`, "封顶写正数"},
		{"a deduction above nought", `"points": {"day": "-0.1"`, `"points": {"day": "0.1"`, `"day": "0.1"`, "扣分写负数"},
		{"a bonus below nought", `"excellent": "2"`, `"excellent": "-2"`, `"excellent": "-2"`, "正负不对"},
		{"no decimal", `"points": {"day": "-0.1"`, `"points": {"day": "十分之一"`, `"十分之一"`, "三位小数"},
		{"a number without quotes", `"points": {"day": "-0.1"`, `"points": {"day": -0.1`, `"day": -0.1`, "三位小数"},
		{"too fine", `"points": {"day": "-0.1"`, `"points": {"day": "-0.0001"`, `-0.0001`, "三位小数"},
		{"missing rate", `"day": "-0.1", "long_day": "-0.5"`, `"day": "-0.1"`, `"points": {"day": "-0.1"}`, "缺少“long_day”"},
		{"unknown rate", `"day": "-0.1", "long_day": "-0.5"`, `"day": "-0.1", "long_day": "-0.5", "hour": "-0.1"`, `"hour"`, "不认识的“hour”"},
		{"missing limit", `, "limits": {"long_from": "7"}`, ``, `{`, "缺少“limits”"},
		{"a limit of nought", `"long_from": "7"`, `"long_from": "0"`, `"long_from"`, "须大于0"},
		{"unknown reading", `{"id": "whole"`, `{"id": "hole"`, `"hole"`, "不认识的口径“hole”"},
		{"a reading twice", `{"id": "whole"`, `{"id": "round_up"`, `不足一个工作日的`, "口径“round_up”写了两次"},
		{"no reading taken", `"id": "marginal", "basis": "A3", "taken": true`, `"id": "marginal", "basis": "A3"`, `"readings": [`, "只有一个口径"},
		{"two taken", `{"id": "whole", "basis": "A3"`, `{"id": "whole", "basis": "A3", "taken": true`, `"readings": [`, "只有一个口径"},
		{"unknown evidence", `"evidence": "delay"`, `"evidence": "lateness"`, `"lateness"`, "不认识的依据类型“lateness”"},
		{"evidence twice", `"evidence": "rules"`, `"evidence": "secrecy"`, `"title": "安全要求"`, "已有条款"},
		{"forecast", `"evidence": "delay", "cap": "10", "forecast": "rate"`, `"evidence": "delay", "cap": "10", "forecast": "trend"`, `"trend"`, "“forecast”应为"},
		{"the base", `"base": "100"`, `"base": "0"`, `"base"`, "总分须大于0"},
		{"the fee", `"most_percent": "20"`, `"most_percent": "120"`, `"most_percent": "120"`, "不能超过100%"},
		{"an empty text", `"name": "镇江2025服务质量考核办法"`, `"name": " "`, `"name": " "`, "不能为空"},
		{"a key twice", `"base": "100",`, `"base": "100", "base": "100",`, `"base": "100", "base"`, "写了两次"},
		{"cut off", `"most_percent": "20",`, `"most_percent": "20"`, ``, "写法有误"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if strings.Count(text, c.old) != 1 {
				t.Fatalf("%q stands %d times", c.old, strings.Count(text, c.old))
			}
			bad := strings.Replace(text, c.old, c.put, 1)
			_, err := score.Parse([]byte(bad))
			var m score.Mistake
			if !errors.As(err, &m) || !strings.Contains(m.Why, c.why) {
				t.Fatalf("%v, should say %q", err, c.why)
			}
			lines := strings.Split(bad, "\n")
			if !strings.Contains(lines[m.Line-1], c.at) {
				t.Errorf("line %d is %q, should hold %q", m.Line, lines[m.Line-1], c.at)
			}
		})
	}
}

// A clause left out is missed; said on purpose, it is not.
func TestClausesLeftOut(t *testing.T) {
	raw, err := os.ReadFile(filepath.FromSlash(shipped))
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	from := strings.LastIndex(text, ",\n    {")
	short := text[:from] + "\n  ]\n}\n"
	if _, err := score.Parse([]byte(short)); err == nil || !strings.Contains(err.Error(), "complaint") {
		t.Errorf("a scheme without complaints: %v", err)
	}
	s, err := score.Parse([]byte(strings.TrimSuffix(short, "]\n}\n") + "],\n  \"without\": [\"complaint\"]\n}\n"))
	if err != nil || len(s.Clauses) != 18 {
		t.Errorf("%d clauses: %v", len(s.Clauses), err)
	}
	for _, bad := range []string{"", "[]", "{", "{}{}", strings.Repeat("[", 99), text + "x", "{\"id\":1}"} {
		if _, err := score.Parse([]byte(bad)); err == nil {
			t.Errorf("%.20q is taken", bad)
		}
	}
}

// Another city's scheme scores by its own numbers.
func TestAnotherScheme(t *testing.T) {
	s := scheme(t, `"day": "-0.1"`, `"day": "-0.2"`, `"long_from": "7"`, `"long_from": "3"`, `"evidence": "delay", "cap": "10"`, `"evidence": "delay", "cap": null`,
		`"percent": "3.5"`, `"percent": "5"`, `"basis": "A8", "taken": true`, `"basis": "A8"`, `"id": "instead", "basis": "A8"`, `"id": "instead", "basis": "A8", "taken": true`)
	e := year(t)
	e.Tickets = []score.Ticket{{Fact: fact("ticket", "GD-1"), Late: days(30)}}
	e.Checks = []score.Check{{Fact: fact("check", "2026-W11"), At: at("03-12 18:00"), Numerator: 5, Denominator: 100}}
	e.Incidents = []score.Incident{incident("安全通报", 1, func(i *score.Incident) { i.Deadline = at("03-10 18:00") })}
	card := score.Contract(e, s)
	for id, want := range map[string]string{"T2": "-14.4", "T3": "0", "S4": "-3"} {
		if l := line(t, card, id); l.Points.String() != want {
			t.Errorf("%s: %s, should be %s", id, l.Points, want)
		}
	}
}

func TestPointsAreExact(t *testing.T) {
	for text, want := range map[string]string{"0": "0", "-0.1": "-0.1", "0.10": "0.1", "12.345": "12.345", "-0.005": "-0.005", "100": "100", "-10.50": "-10.5"} {
		p, err := score.ParsePoints(text)
		if err != nil || p.String() != want {
			t.Errorf("%s: %s %v", text, p, err)
		}
	}
	for _, text := range []string{"", "1.", ".5", "1e3", "0.0001", "1 ", "+1", "−1", "--1", "9999999999"} {
		if p, err := score.ParsePoints(text); err == nil {
			t.Errorf("%q is taken for %s", text, p)
		}
	}
	sum := score.Points(0)
	for range 1000 {
		p, _ := score.ParsePoints("-0.1")
		sum += p
	}
	if sum.String() != "-100" {
		t.Error(sum)
	}
}

func FuzzParse(f *testing.F) {
	raw, err := os.ReadFile(filepath.FromSlash(shipped))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := score.Parse(raw)
		if err == nil && (len(s.Clauses)+len(s.Without) != 19 || s.Base <= 0) {
			t.Errorf("taken: %+v", s)
		}
	})
}
