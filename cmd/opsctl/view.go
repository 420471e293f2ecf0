package main

import (
	"context"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

var cmdView = command{name: "view", usage: "list 类型 | save 类型 名称 [--where 字段=值]… [--search 文字] [--sort 字段] [--columns 字段,…] | remove 类型 名称", about: "常用视图（存于本机）",
	flags: []string{"where", "search", "sort", "columns"}, run: runView}

func runView(ctx context.Context, k *call) error {
	if err := k.need(2, 3); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		switch {
		case k.args[0] == "list" && len(k.args) == 2:
			return k.views(ctx, s)
		case k.args[0] == "save" && len(k.args) == 3:
			return k.saveView(ctx, s)
		case k.args[0] == "remove" && len(k.args) == 3:
			if err := s.RemoveView(ctx, k.args[1], k.args[2]); err != nil {
				return err
			}
			return k.views(ctx, s)
		}
		return fault.New(fault.Usage, k.usage())
	})
}

func (k *call) saveView(ctx context.Context, s *boot.Session) error {
	v := app.View{Kind: k.args[1], Name: k.args[2], Where: k.options["where"], Search: k.option("search", ""), Sort: k.option("sort", ""), Columns: split(k.option("columns", ""))}
	if err := s.SaveView(ctx, v); err != nil {
		return err
	}
	return k.views(ctx, s)
}

// views prints the views of a kind.
func (k *call) views(ctx context.Context, s *boot.Session) error {
	list, err := s.Views(ctx, k.args[1])
	if err != nil {
		return err
	}
	if k.json {
		k.print(list)
		return nil
	}
	for _, v := range list {
		line := v.Name + "  " + strings.Join(v.Where, " ")
		if v.Search != "" {
			line += " “" + v.Search + "”"
		}
		if v.Sort != "" {
			line += " 按" + v.Sort
		}
		if v.Builtin {
			line += "（自带）"
		}
		if v.Fault != "" {
			line += "（不能用了：" + v.Fault + "）"
		}
		k.say("%s", line)
	}
	return nil
}
