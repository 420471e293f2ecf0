package main

import (
	"context"
	"fmt"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
)

var cmdAct = command{name: "act", usage: "类型 编号|编号,编号…|@文件|new 步骤 [字段=值]…，或 类型 步骤 --where 条件 [字段=值]…；撤回：类型 编号 take-back [of=代码|last] [group=是]", about: "办理一个步骤（可对多条，全成或全不成；@文件里编号后面的 字段=值 只用于那一条；字段=@文件 取文件的内容，文字以@开头的写@@；答复申请的期限可写“按申请”，各按所提）",
	flags: append([]string{"confirm-personal!"}, filterFlags...), run: runAct}

// acting is what the arguments ask: a step on one record, or on many.
type acting struct {
	app.Step
	keys []string // of many; nil: one
	many bool
	own  map[string]map[string]string // by key: what the step tells on that record alone
}

func runAct(ctx context.Context, k *call) error {
	chosen := k.has("where") || k.has("search") || k.has("view")
	least := 3
	if chosen {
		least = 2
	}
	if err := k.need(least, -1); err != nil {
		return err
	}
	a := acting{Step: app.Step{Kind: k.args[0], Action: k.args[least-1], Confirmed: k.has("confirm-personal")}, many: chosen}
	if !chosen {
		a.Key = k.args[1]
	}
	var err error
	if a.Values, err = pairs(k.args[least:]); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		if err := k.which(ctx, s, &a); err != nil {
			return err
		}
		if err := a.each(ctx, s); err != nil {
			return err
		}
		k.remark(s, a.Step)
		if err := k.introduce(ctx, s, a.Step); err != nil {
			return err
		}
		switch {
		case a.Action == ledger.TakeBack && !a.many:
			return k.takeBack(ctx, s, a.Step)
		case a.many:
			list, err := s.ActAll(ctx, app.Bulk{Kind: a.Kind, Keys: a.keys, Action: a.Action, Values: a.Values, Own: a.own, Confirmed: a.Confirmed})
			return k.taken(s, list, err)
		}
		rec, err := s.Act(ctx, a.Step)
		if err != nil {
			return err
		}
		k.record(s, s.Present(rec))
		return nil
	})
}

// pairs reads key=value arguments; @FILE stands for what the file holds, @@ for an @ that begins the text itself.
func pairs(args []string) (map[string]string, error) {
	out := map[string]string{}
	for _, pair := range args {
		key, value, ok := strings.Cut(pair, "=")
		if !ok {
			return nil, fault.New(fault.Usage, "“"+pair+"”应写作 字段=值")
		}
		if text, itself := strings.CutPrefix(value, "@@"); itself {
			value = "@" + text
		} else if path, list := strings.CutPrefix(value, "@"); list {
			raw, err := boot.ReadFile(path)
			if err != nil {
				return nil, err
			}
			value = string(raw)
		}
		out[key] = value
	}
	return out, nil
}

// which finds the records a step is for: by filter, by a file or list of numbers, or one. A number may hold a comma.
func (k *call) which(ctx context.Context, s *boot.Session, a *acting) error {
	if a.many {
		return k.matching(ctx, s, a)
	}
	text := a.Key
	if path, ok := strings.CutPrefix(text, "@"); ok {
		raw, err := boot.ReadFile(path)
		if err != nil {
			return err
		}
		return a.listed(string(raw))
	}
	if !strings.ContainsAny(text, ",，") {
		return nil
	}
	one, err := s.Has(ctx, a.Kind, text)
	if err == nil && !one {
		a.many, a.keys = true, split(text)
	}
	return err
}

func (k *call) matching(ctx context.Context, s *boot.Session, a *acting) error {
	q, err := k.query(ctx, s)
	if err != nil {
		return err
	}
	list, err := s.List(ctx, q, "")
	if err != nil {
		return err
	}
	for _, r := range list {
		a.keys = append(a.keys, string(r.ID))
	}
	if len(list) == 0 {
		return fault.New(fault.Refused, "没有符合条件的记录").With("请用 opsctl list 核对条件")
	}
	return nil
}

// remark points out, on standard error, what a step's free text holds that need not stand there.
func (k *call) remark(s *boot.Session, step app.Step) {
	for _, f := range s.FreeText(step) {
		if !f.Grave || step.Confirmed {
			fmt.Fprintf(k.err, "提醒：“%s”里有%s\n", f.Field, f.Label())
		}
	}
}

// introduce points out, on standard error, whom a step names that nobody knows.
func (k *call) introduce(ctx context.Context, s *boot.Session, step app.Step) error {
	list, err := s.Strangers(ctx, step)
	for _, who := range list {
		fmt.Fprintf(k.err, "提醒：%s\n", who.Note(s.Kinds.Kind(who.Kind)))
	}
	return err
}

// takeBack takes back a step of=REF, or the last of mine; with group=是 all that was done in one go with it.
func (k *call) takeBack(ctx context.Context, s *boot.Session, step app.Step) error {
	of := ledger.EntryRef(step.Values["of"])
	for key := range step.Values {
		if key != "of" && key != "group" {
			return fault.New(fault.UnknownField, "“撤回”", key).With("可用的字段：of（所撤回的步骤：经过里的代码，或 last）、group（是否连同整批）")
		}
	}
	switch group := step.Values["group"]; group {
	case "", "否":
		rec, err := s.TakeBack(ctx, step.Kind, step.Key, of)
		if err != nil {
			return err
		}
		k.record(s, s.Present(rec))
		return nil
	case "是", "yes", "true":
		list, err := s.TakeBackWith(ctx, step.Kind, step.Key, of)
		return k.taken(s, list, err)
	default:
		return fault.New(fault.BadValue, "group", group, "应为 是 或 否")
	}
}

// taken prints many records after a step.
func (k *call) taken(s *boot.Session, list []*ledger.Record, err error) error {
	if err != nil {
		return err
	}
	out := make([]app.Shown, 0, len(list))
	for _, rec := range list {
		out = append(out, s.Present(rec))
	}
	if k.json {
		k.print(out)
		return nil
	}
	for _, r := range out {
		k.row(s, r, nil)
	}
	k.say("已办理%d条", len(out))
	return nil
}
