package app

import (
	"context"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/app/rule/intake"
	"opsledger/app/rule/privacy"
)

// Column is a column of a kind's spreadsheet.
type Column struct {
	Key, Label, Type string
	Required         bool
	Choices          []string
	Example          string
	Help             string // what to know before filling it in; may be ""
}

// TemplateColumns are the columns of a kind's empty spreadsheet, with the choices of today's dictionaries.
func (a *App) TemplateColumns(ctx context.Context, kind string) (out []Column, label string, err error) {
	k := a.Kinds.Kind(kind)
	if k == nil {
		return nil, "", fault.New(fault.UnknownKind, kind)
	}
	err = a.Store.View(ctx, func(r Reader) error {
		dicts, err := a.Dictionaries(ctx, r)
		if err != nil {
			return err
		}
		if k == ticket.Kind {
			out = intakeColumns(k)
		} else if out = askedColumns(k); len(out) == 0 {
			return fault.New(fault.NotYet, "template "+kind)
		}
		for i, c := range out {
			if f, ok := k.Field(c.Key); ok && f.Dict != "" {
				out[i].Choices = dicts[f.Dict].Labels()
				if f.Example == "" {
					out[i].Example = out[i].Choices[0]
				}
			}
		}
		return nil
	})
	return out, k.Label, err
}

var ticketExample = map[string]string{"outside_number": "W20260305001", "title": "示例：养老待遇核对", "arrived": "2026-03-05 09:05", "raised": "2026-03-05 08:50",
	"state": "处理中", "rework": "否", "requester_unit": "丹徒区社保中心"}

// intakeColumns are the province's own headers: they hold more than fields.
func intakeColumns(k *ledger.Kind) (out []Column) {
	for _, h := range intake.TicketColumns() {
		c := Column{Key: h.Key, Label: h.Label, Type: string(ledger.Text), Required: h.Required, Example: ticketExample[h.Key]}
		if f, ok := k.Field(h.Key); ok {
			c.Type = string(f.Type)
		}
		switch h.Key {
		case "state":
			c.Choices = []string{"待签收", "处理中", "已挂起", "已办结", "已确认", "已作废"}
		case "rework":
			c.Choices = []string{"是", "否"}
		}
		out = append(out, c)
	}
	return out
}

// askedColumns are what the steps ask that a row may tell.
func askedColumns(k *ledger.Kind) (out []Column) {
	for _, c := range intake.Columns(k) {
		f, _ := k.Field(c.Key)
		out = append(out, Column{Key: f.Key, Label: f.Label, Type: string(f.Type), Required: c.Required, Choices: f.Choices, Example: exampleOf(f), Help: helpOf(k, f)})
	}
	return out
}

// helpOf says how a column is filled in.
func helpOf(k *ledger.Kind, f ledger.Field) string {
	help := []string{f.Help}
	if dated, _ := k.Field(intake.Dated(k)); f.Type == ledger.Time && dated.Key != "" {
		help = append(help, "可以只填钟点（如 08:31），日期按同一行的“"+dated.Label+"”")
	}
	if f.Type == ledger.List {
		help = append(help, "一格里填多项时，用分号或换行隔开；也可以一行一项：下面的行只填这一列，即接在上一行之后（一格最多 32767 字，上万人的名单请这样填）")
	}
	return strings.Join(slices.DeleteFunc(help, func(s string) bool { return s == "" }), "。")
}

// exampleOf is what an example row shows of a field: the row can be taken in as it stands.
func exampleOf(f ledger.Field) string {
	switch {
	case f.Example != "":
		return f.Example
	case len(f.Choices) > 0:
		return f.Choices[0]
	case exampleName[f.Of] != "":
		return exampleName[f.Of]
	case examplePersonal[f.Personal] != "":
		return examplePersonal[f.Personal]
	}
	return example[f.Type]
}

var exampleName = map[string]string{"person": "张伟", "unit": "丹徒区社保中心"}

var examplePersonal = map[string]string{privacy.Name: "李小芳", privacy.Phone: "13800000000"}

// example is what an example row shows of a type.
var example = map[ledger.Type]string{ledger.Text: "示例", ledger.Long: "示例", ledger.Date: "2026-01-01", ledger.Time: "2026-03-05 09:05", ledger.Int: "1",
	ledger.Bool: "否", ledger.Points: "0", ledger.List: "示例"}
