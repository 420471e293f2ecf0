package change

import (
	"opsledger/app/ledger"
)

// show writes what lists and forms read.
func (f Facts) show(fields ledger.Fields) {
	fields.Show("applied", f.Applied)
	fields.Show("reviewed", f.Reviewed)
	fields.Show("executed", f.Executed)
	fields.Show("rolled_back", f.RolledBack)
	fields.Show("closed", f.Closed)
	fields["authorisation"] = f.Status()
	texts := map[string]string{"reviewer": f.Reviewer, "executor": f.Executor}
	for _, g := range f.Grants {
		fields.Show("authorised", g.At)
		if texts["authoriser"] != "" {
			texts["authoriser"] += "、"
		}
		texts["authoriser"] += g.name()
	}
	for key, text := range texts {
		if text != "" {
			fields[key] = text
		}
	}
	if f.Counts != nil {
		fields["source_count"], fields["target_count"] = f.Counts.Source, f.Counts.Target
	}
	f.list(fields)
}

func (g Grant) name() string {
	switch {
	case g.Deputy != "":
		return g.By + "（代" + g.Deputy + "）"
	case g.Paper:
		return g.By + "（凭据认定）"
	}
	return g.By
}

// list writes what there are several of, a line each.
func (f Facts) list(fields ledger.Fields) {
	var signed, open, handed []any
	for _, s := range f.Stages {
		signed = append(signed, s.Stage+"："+s.Who+" "+s.At.Format("2006-01-02 15:04"))
	}
	for _, s := range f.unsigned(StageNames) {
		open = append(open, s)
	}
	for _, d := range f.Deliveries {
		handed = append(handed, d.line())
	}
	for _, d := range f.Outstanding() {
		if have := fields.Text("destroy_by"); d.DestroyBy != "" && (have == "" || string(d.DestroyBy) < have) {
			fields["destroy_by"] = string(d.DestroyBy)
		}
	}
	for key, lines := range map[string][]any{"stages": signed, "unsigned": open, "deliveries": handed} {
		if lines != nil {
			fields[key] = lines
		}
	}
}

func (d Delivery) line() string {
	line := d.At.Format("2006-01-02 15:04") + " " + d.Means
	if d.Receiver != "" {
		line += "交" + d.Receiver
	}
	switch {
	case !d.Destroyed.IsZero():
		line += "，" + d.Destroyed.Format("2006-01-02") + "已销毁"
	case d.DestroyBy != "":
		line += "，须于" + string(d.DestroyBy) + "前销毁"
	}
	return line
}
