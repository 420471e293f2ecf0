package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/attendance"
	"opsledger/app/record/ticket"
)

// View is a named filter of a kind's list, with its order and columns. Those a person saves are settings of this PC:
// no part of the ledger, and kept when its tables are made anew.
type View struct {
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`
	Where   []string `json:"where"`
	Search  string   `json:"search"`
	Sort    string   `json:"sort"`
	Columns []string `json:"columns"` // field keys; none: as the list shows by itself
	Builtin bool     `json:"builtin"`
	Fault   string   `json:"fault,omitempty"` // why it can't be used any more
}

// builtin are the views that come with the program.
var builtin = []View{
	{Name: "在途", Kind: ticket.Kind.Name, Where: []string{"state=new|accepted|suspended"}, Sort: "arrived"},
	{Name: "我经办", Kind: ticket.Kind.Name, Where: []string{"assignee=@me", "state=new|accepted|suspended"}, Sort: "arrived"},
	{Name: "今天到期", Kind: ticket.Kind.Name, Where: []string{Urgency + "=" + DueToday}, Sort: Urgency},
	{Name: "已超期", Kind: ticket.Kind.Name, Where: []string{Urgency + "=" + Overdue}, Sort: Urgency},
	{Name: "待签收", Kind: ticket.Kind.Name, Where: []string{"state=new"}, Sort: "arrived"},
	{Name: "已挂起", Kind: ticket.Kind.Name, Where: []string{"state=suspended"}},
	{Name: "待确认", Kind: ticket.Kind.Name, Where: []string{"state=resolved"}, Sort: "resolved"},
	{Name: "待裁定", Kind: ticket.Kind.Name, Where: []string{"pending=" + strings.Join(ticket.Pending, "|")}, Sort: "arrived"},
	{Name: "待补单", Kind: ticket.Kind.Name, Where: []string{"waiting=" + ticket.Unfiled}, Sort: "arrived"},
	{Name: "待分类", Kind: ticket.Kind.Name, Where: []string{"category=", "state=new|accepted|suspended|resolved"}, Sort: "-arrived"},
	{Name: "质量返工", Kind: ticket.Kind.Name, Where: []string{"quality=是"}},
	{Name: "有补录", Kind: attendance.Kind.Name, Where: []string{belatedKey + "!="}, Sort: "-date"},
}

// Views lists a kind's views, those of the program first. One that names what is no longer there says so.
func (a *App) Views(ctx context.Context, kind string) (out []View, err error) {
	k := a.Kinds.Kind(kind)
	if k == nil {
		return nil, fault.New(fault.UnknownKind, kind)
	}
	err = a.Store.View(ctx, func(r Reader) error {
		if out, err = views(ctx, r, kind); err != nil {
			return err
		}
		for i, v := range out {
			if bad := a.checkView(ctx, r, k, v); bad != nil {
				out[i].Fault = fault.Of(bad).Message
			}
		}
		return nil
	})
	return out, err
}

func viewsKey(kind string) string { return "views." + kind }

func views(ctx context.Context, r Reader, kind string) (out []View, err error) {
	raw, err := r.Local(ctx, viewsKey(kind))
	if err != nil {
		return nil, err
	}
	var saved []View
	if raw != "" {
		if err := json.Unmarshal([]byte(raw), &saved); err != nil {
			return nil, fmt.Errorf("reading views: %w", err)
		}
	}
	for _, v := range builtin {
		if v.Kind == kind {
			v.Builtin = true
			out = append(out, v)
		}
	}
	out = append(out, saved...)
	for i := range out {
		out[i].Where, out[i].Columns = append([]string{}, out[i].Where...), append([]string{}, out[i].Columns...)
	}
	return out, nil
}

// SaveView keeps a view, in the place of one of that name. What it names must be there.
func (a *App) SaveView(ctx context.Context, v View) error {
	k := a.Kinds.Kind(v.Kind)
	v.Name, v.Builtin, v.Fault = strings.TrimSpace(v.Name), false, ""
	if k == nil {
		return fault.New(fault.UnknownKind, v.Kind)
	}
	if err := viewName(v.Name); err != nil {
		return err
	}
	return a.Store.Write(ctx, func(w Writer) error {
		if err := a.checkView(ctx, w, k, v); err != nil {
			return err
		}
		return changeViews(ctx, w, v.Kind, v.Name, func(list []View, i int) []View {
			if i < 0 {
				return append(list, v)
			}
			list[i] = v
			return list
		})
	})
}

// RenameView gives a saved view another name; one that is taken is not overwritten.
func (a *App) RenameView(ctx context.Context, kind, name, to string) error {
	to = strings.TrimSpace(to)
	v, err := a.View(ctx, kind, name)
	if err != nil || to == name {
		return err
	}
	if err := viewName(to); err != nil {
		return err
	}
	return a.Store.Write(ctx, func(w Writer) error {
		all, err := views(ctx, w, kind)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(all, func(o View) bool { return o.Name == to }) {
			return fault.New(fault.Refused, "已有叫“"+to+"”的视图").With("请换一个名称")
		}
		return changeViews(ctx, w, kind, name, func(list []View, i int) []View {
			if i >= 0 {
				v.Name, v.Builtin, v.Fault = to, false, ""
				list[i] = v
			}
			return list
		})
	})
}

func viewName(name string) error {
	if name == "" || len([]rune(name)) > 40 {
		return fault.New(fault.Refused, "视图名须为1至40个字")
	}
	return nil
}

// RemoveView forgets a saved view.
func (a *App) RemoveView(ctx context.Context, kind, name string) error {
	if a.Kinds.Kind(kind) == nil {
		return fault.New(fault.UnknownKind, kind)
	}
	return a.Store.Write(ctx, func(w Writer) error {
		found := false
		err := changeViews(ctx, w, kind, name, func(list []View, i int) []View {
			if found = i >= 0; !found {
				return list
			}
			return slices.Delete(list, i, i+1)
		})
		if err == nil && !found {
			err = fault.New(fault.NotFound, "视图", name)
		}
		return err
	})
}

// changeViews writes the saved views of a kind anew; i is where the named one stands, -1 where it does not.
func changeViews(ctx context.Context, w Writer, kind, name string, change func(list []View, i int) []View) error {
	all, err := views(ctx, w, kind)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(v View) bool { return v.Builtin && v.Name == name }) {
		return fault.New(fault.Refused, "“"+name+"”是程序自带的视图，不能改动").With("请换一个名称另存")
	}
	saved := slices.DeleteFunc(all, func(v View) bool { return v.Builtin })
	saved = change(saved, slices.IndexFunc(saved, func(v View) bool { return v.Name == name }))
	raw, err := json.Marshal(saved)
	if err != nil {
		return fmt.Errorf("writing views: %w", err)
	}
	return w.SetLocal(ctx, viewsKey(kind), string(raw))
}

// checkView finds what a view names that is not there.
func (a *App) checkView(ctx context.Context, r Reader, k *ledger.Kind, v View) error {
	if _, err := a.compile(ctx, r, k, Filter{Where: v.Where, Search: v.Search, Sort: v.Sort}); err != nil {
		return err
	}
	for _, key := range v.Columns {
		if _, err := filterField(k, key); err != nil {
			return err
		}
	}
	return nil
}

// View finds a view by name.
func (a *App) View(ctx context.Context, kind, name string) (View, error) {
	list, err := a.Views(ctx, kind)
	if err != nil {
		return View{}, err
	}
	var names []string
	for _, v := range list {
		if v.Name == name {
			return v, nil
		}
		names = append(names, v.Name)
	}
	return View{}, fault.New(fault.NotFound, "视图", name).With("现有的视图：" + strings.Join(names, "、"))
}

// inView adds what a filter's view says: its conditions hold beside the filter's own, which else goes before it.
func (a *App) inView(ctx context.Context, k *ledger.Kind, f Filter) (Filter, error) {
	if f.View == "" {
		return f, nil
	}
	v, err := a.View(ctx, k.Name, f.View)
	switch {
	case err != nil:
		return f, err
	case v.Fault != "":
		return f, fault.New(fault.Refused, "视图“"+v.Name+"”不能用了："+v.Fault).With("请改正后重新保存，或删去该视图")
	}
	f.Where = append(slices.Clone(v.Where), f.Where...)
	if f.Search == "" {
		f.Search = v.Search
	} else if v.Search != "" {
		f.Search = v.Search + " " + f.Search
	}
	if f.Sort == "" {
		f.Sort = v.Sort
	}
	return f, nil
}
