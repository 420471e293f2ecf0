package digest

import (
	"fmt"
	"strings"
)

// Tell adds to the drafted sections what the rates and the other records say, and to the notes how each rate is defined
// (R138, A29). It is called once all parts are there.
func (w *Report) Tell() {
	for _, m := range w.Measures {
		w.Work = append(w.Work, m.line(w.unit()))
		w.Notes = append(w.Notes, m.Definition)
	}
	if over := overs(w.Checks); len(over) > 0 {
		w.Problems = append(w.Problems, fmt.Sprintf("每周检查在途率超过3.5%%的有%d周：%s。", len(over), strings.Join(over, "、")))
	}
	for _, p := range w.Parts {
		w.Problems = append(w.Problems, p.Problems...)
		w.Next = append(w.Next, p.Next...)
	}
}

func (m Measure) line(unit string) string {
	if m.Percent == "" {
		return fmt.Sprintf("%s：没有可计的工单。", m.Label)
	}
	line := fmt.Sprintf("%s%s%%（%d件÷%d件", m.Label, m.Percent, m.Of.Value, m.All.Value)
	if m.Apart != nil && m.Apart.Value > 0 {
		line += fmt.Sprintf("，另有%d件%s，不计入", m.Apart.Value, m.Apart.Label)
	}
	line += "）"
	if m.Before != "" {
		line += fmt.Sprintf("，上%s%s%%", unit, m.Before)
	}
	return line + "。"
}

func overs(checks []Checked) (out []string) {
	for _, c := range checks {
		if c.Over {
			out = append(out, fmt.Sprintf("%s（%s%%）", c.Week, c.Percent))
		}
	}
	return out
}

// Add counts a record in a figure of a part; the figure begins with the first.
func (p *Part) Add(key, label, number string) {
	p.Begin(key, label)
	for i := range p.Figures {
		if p.Figures[i].Key == p.Key+"_"+key {
			p.Figures[i].add(number)
		}
	}
}

// Begin names a figure of a part, so that it is there though nothing counts; of one that is there it does nothing.
func (p *Part) Begin(key, label string) {
	for _, f := range p.Figures {
		if f.Key == p.Key+"_"+key {
			return
		}
	}
	p.Figures = append(p.Figures, Figure{Key: p.Key + "_" + key, Label: label, Kind: p.Of, Records: []string{}})
}

// Value is how many a figure of a part counts.
func (p *Part) Value(key string) int {
	for _, f := range p.Figures {
		if f.Key == p.Key+"_"+key {
			return f.Value
		}
	}
	return 0
}
