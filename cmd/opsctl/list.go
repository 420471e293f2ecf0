package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/intake"
	"opsledger/cmd/internal/boot"
	"opsledger/ui/view"
)

// filterFlags are the options that narrow and order a list.
var filterFlags = []string{"where", "search", "sort", "view", "limit", "offset"}

var cmdList = command{name: "list", usage: "类型 [--view 视图] [--where 字段=值]… [--search 文字] [--sort 字段] [--limit N] [--offset N] [--columns 字段,…] [--counts] [--as-of 时间] [--known-at 时间] [--reveal 理由]", about: "列出记录",
	flags: slices.Concat([]string{"columns", "counts!", "reveal"}, looking, filterFlags), run: runList}

func runList(ctx context.Context, k *call) error {
	if err := k.need(1, 1); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		asOf, err := k.asOf()
		if err != nil {
			return err
		}
		if k.has("counts") {
			s.App = s.AsOf(asOf, k.args[0])
			return k.counts(ctx, s)
		}
		q, err := k.query(ctx, s)
		if err != nil {
			return err
		}
		columns, err := k.columns(ctx, s)
		if err != nil {
			return err
		}
		reveal, err := k.reveal()
		if err != nil {
			return err
		}
		list, err := s.ListAsOf(ctx, q, asOf, reveal)
		if err != nil {
			return err
		}
		if k.json {
			k.print(list)
			return nil
		}
		for _, r := range list {
			k.row(s, r, columns)
		}
		return k.total(ctx, s, q, len(list), !asOf.IsZero())
	})
}

// total says how many there are: of a page, which of them it shows.
func (k *call) total(ctx context.Context, s *boot.Session, q app.Query, shown int, past bool) error {
	if q.Limit == 0 && q.Offset == 0 || past || shown == 0 {
		k.say("共%d条", shown)
		return nil
	}
	n, err := s.Count(ctx, q, app.CountMax+1)
	if err != nil {
		return err
	}
	more := ""
	if n > app.CountMax {
		n, more = app.CountMax, "+"
	}
	k.say("第%d–%d条，共%d%s条", q.Offset+1, q.Offset+shown, n, more)
	return nil
}

// counts prints how many records have each state and each choice.
func (k *call) counts(ctx context.Context, s *boot.Session) error {
	tally, err := s.Tally(ctx, k.args[0])
	if err != nil {
		return err
	}
	if k.json {
		k.print(tally)
		return nil
	}
	kind := s.Kinds.Kind(k.args[0])
	for _, l := range kind.States {
		k.say("%s %d", l.Label, tally["state"][string(l.State)])
	}
	return nil
}

func (k *call) reveal() (string, error) {
	reason := strings.TrimSpace(k.option("reveal", ""))
	if k.has("reveal") && reason == "" {
		return "", fault.New(fault.NeedReason)
	}
	return reason, nil
}

// many is more than any list holds.
const many = 1 << 31

// count reads an option that is a whole number from least to most.
func (k *call) count(name string, fallback, least, most int) (int, error) {
	n, err := strconv.Atoi(k.option(name, strconv.Itoa(fallback)))
	if err != nil || n < least || n > most {
		return 0, fault.New(fault.Usage, fmt.Sprintf("--%s 应为 %d 至 %d", name, least, most))
	}
	return n, nil
}

// filter reads the options that narrow and order a list.
func (k *call) filter() (f app.Filter, err error) {
	f = app.Filter{View: k.option("view", ""), Where: k.options["where"], Search: k.option("search", ""), Sort: k.option("sort", "")}
	if f.Limit, err = k.count("limit", 0, 0, many); err != nil {
		return f, err
	}
	f.Offset, err = k.count("offset", 0, 0, many)
	return f, err
}

// query reads them against the kind named first.
func (k *call) query(ctx context.Context, s *boot.Session) (app.Query, error) {
	f, err := k.filter()
	if err != nil {
		return app.Query{}, err
	}
	return s.Query(ctx, k.args[0], f)
}

// columns are the fields a printed list shows: those asked for, else the view's.
func (k *call) columns(ctx context.Context, s *boot.Session) ([]ledger.Field, error) {
	keys := split(k.option("columns", ""))
	if name := k.option("view", ""); name != "" && len(keys) == 0 {
		v, err := s.View(ctx, k.args[0], name)
		if err != nil {
			return nil, err
		}
		keys = v.Columns
	}
	return s.Columns(k.args[0], keys)
}

// split parts a list at commas, also Chinese ones.
func split(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",，、 \n\r\t", r) })
}

var cmdShow = command{name: "show", usage: "类型 编号 [--history] [--as-of 时间] [--known-at 时间] [--reveal 理由]", about: "查看一条记录", flags: append([]string{"history!", "reveal"}, looking...), run: runShow}

func runShow(ctx context.Context, k *call) error {
	if err := k.need(2, 2); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		reveal, err := k.reveal()
		if err != nil {
			return err
		}
		asOf, err := k.asOf()
		if err != nil {
			return err
		}
		r, err := s.ShowAsOf(ctx, k.args[0], k.args[1], asOf, k.has("history"), reveal)
		if err != nil {
			return err
		}
		k.record(s, r)
		return nil
	})
}

// record prints a whole record.
func (k *call) record(s *boot.Session, r app.Shown) {
	if k.json {
		k.print(r)
		return
	}
	kind := s.Kinds.Kind(r.Kind)
	k.say("%s %s  %s", kind.Label, r.Number, kind.StateLabel(r.State))
	for _, f := range kind.Fields {
		if v := view.Value(f, r.Fields[f.Key]); v != "" {
			k.say("  %s：%s", f.Label, v)
		}
	}
	for _, at := range r.Attached {
		k.say("  附件：%s（%d字节，%s）%s", at.Name, at.Size, at.Hash.Short(), map[bool]string{true: " 附件未到"}[at.Missing])
	}
	for _, l := range r.Links {
		way := map[bool]string{false: "→", true: "←"}[l.Incoming]
		k.say("  %s %s %s %s", l.Relation, way, s.Kinds.Kind(l.Kind).Label, l.Number)
	}
	if r.Incomplete {
		k.say("  不完整：有步骤尚未到达")
	}
	for _, c := range r.Conflicts {
		k.say("  未决冲突：%s", c.Field)
	}
	steps := map[string]string{} // as people name them, by how a field names them
	for _, h := range r.History {
		steps[string(h.Ref)] = h.Code + " " + h.Label
	}
	for _, h := range r.History {
		line := fmt.Sprintf("  %s %s %s 在%s %s", h.Code, moment(h.Time), h.Actor, h.Device, h.Label)
		for _, f := range kind.Fields {
			if v := view.Value(f, h.Changes[f.Key]); v != "" {
				line += " " + f.Label + "＝" + cmp.Or(steps[v], v)
			}
		}
		if h.Note != "" {
			line += "（" + h.Note + "）"
		}
		k.say("%s", line)
	}
}

func (k *call) row(s *boot.Session, r app.Shown, columns []ledger.Field) {
	kind := s.Kinds.Kind(r.Kind)
	title, _ := r.Fields[kind.Title].(string)
	line := fmt.Sprintf("%s  %s  %s", r.Number, kind.StateLabel(r.State), title)
	if len(columns) > 0 {
		var cells []string
		for _, f := range columns {
			cells = append(cells, cell(kind, r, f))
		}
		line = strings.Join(cells, "  ")
	}
	if r.Incomplete {
		line += "  不完整"
	}
	if len(r.Conflicts) > 0 {
		line += "  未决冲突"
	}
	k.say("%s", line)
}

// cell is what a list shows of a field.
func cell(kind *ledger.Kind, r app.Shown, f ledger.Field) string {
	switch f.Key {
	case "number":
		return r.Number
	case "state":
		return kind.StateLabel(r.State)
	case "id":
		return string(r.ID)
	}
	return view.Value(f, r.Fields[f.Key])
}

func moment(s string) string {
	if t := ledger.ParseTime(s); !t.IsZero() {
		return t.Format("2006-01-02 15:04")
	}
	return s
}

func parseMoment(text string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	t, _, err := intake.ParseTime(text)
	if err != nil {
		return t, fault.New(fault.Usage, "时间“"+text+"”应写作 2026-03-05T10:00")
	}
	return t, nil
}
