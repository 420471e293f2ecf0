package screens

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// accounts lists who may open the store, with their roles.
func (s *Settings) accounts() {
	read(s, s.desk.Office.Accounts, func(list []Account) {
		s.Act = widgets.NewButton("增加账号…", "plus", widgets.Main, s.addAccount)
		var rows []fyne.CanvasObject
		for i, a := range list {
			if i > 0 {
				rows = append(rows, widgets.Rule())
			}
			rows = append(rows, s.accountRow(a))
		}
		s.show(card("账号与角色", "每人一个账号，不得借用。账号与角色由建立台账的账号管理，每次变更都记入台账。系统、安全、审计三员不得互相兼任。", s.Act, rows...))
	})
}

var accountTags = map[string]struct {
	icon, words string
	tint        widgets.Tint
}{"disabled": {"ban", "已停用", widgets.Neutral}, "uncertified": {"alert-triangle", "尚无证书", widgets.Soon}}

func (s *Settings) accountRow(a Account) fyne.CanvasObject {
	roles := app.RoleNames(a.Roles, "、")
	if roles == "" {
		roles = "没有角色"
	}
	line := []widgets.Part{widgets.Fixed(widgets.NewPicture("user", theme.Text2, 18)),
		widgets.Grow(widgets.Stack(0, widgets.Body(a.Name).Cut(), widgets.NewText(roles, theme.SizeHelp, theme.Text2).Cut()))}
	tag := func(icon, words string, tint widgets.Tint) {
		line = append(line, widgets.Fixed(widgets.NewTag(icon, words, tint)))
	}
	if a.Root {
		tag("star", "建立台账", widgets.Going)
	}
	if a.Name == s.desk.Account {
		tag("user-check", "正在使用", widgets.Good)
	}
	if t, ok := accountTags[a.State]; ok {
		tag(t.icon, t.words, t.tint)
	}
	button := func(label string, look widgets.Look, do func()) {
		b := widgets.NewButton(label, "", look, do)
		b.Small = true
		line = append(line, widgets.Fixed(b))
	}
	if a.State == "active" {
		button("角色…", widgets.Usual, func() { s.askRoles(a) })
		if a.Name != s.desk.Account {
			button("停用…", widgets.Warning, func() { s.askDisable(a.Name) })
		}
	} else {
		button("重新启用…", widgets.Usual, func() { s.askAccount("重新启用", a.Name) })
	}
	return widgets.Row(10, line...)
}

func (s *Settings) addAccount() { s.askAccount("增加账号", "") }

// askAccount asks what a new account needs; one that was switched off gets a new key and password under its name.
func (s *Settings) askAccount(title, name string) {
	specs := []widgets.FieldSpec{{Key: "name", Label: "账号", Required: true, Placeholder: "姓名，如 李娜", Value: name},
		{Key: "role", Label: "角色", Kind: widgets.AsChoice, Required: true, Choices: roleOptions()},
		{Key: "password", Label: "口令", Kind: widgets.AsSecret, Required: true, Help: "至少 8 位，含大写、小写、数字、符号中的三类；由本人输入"},
		{Key: "again", Label: "再输一次", Kind: widgets.AsSecret, Required: true}}
	if name != "" {
		specs = specs[1:]
	}
	q := widgets.Question{Title: title, Verb: title}
	if name != "" {
		q.Title, q.Body = title+"“"+name+"”", "将签发新的签名密钥，原密钥签名的记录仍然有效。"
	}
	s.ask(q, specs, "已"+title, func(ctx context.Context, v map[string]string) error {
		if v["name"] == "" {
			v["name"] = name
		}
		if err := same(v["password"], v["again"]); err != nil {
			return err
		}
		return s.desk.Office.AddAccount(ctx, v["name"], v["password"], v["role"])
	})
}

var errDiffer = errors.New("the two passwords differ")

// same sees that a password was typed twice alike.
func same(password, again string) error {
	if password != again {
		return fault.New(fault.Refused, "两次输入的口令不同").With("请再输一次").Because(errDiffer)
	}
	return nil
}

func roleOptions() (out []widgets.Option) {
	for _, r := range []ledger.Role{ledger.Engineer, ledger.Lead, ledger.Center, ledger.Auditor, ledger.Sysadmin, ledger.Secadmin} {
		out = append(out, widgets.Option{Value: string(r), Label: app.RoleNames([]ledger.Role{r}, "")})
	}
	return out
}

func (s *Settings) askRoles(a Account) {
	var held []string
	for _, r := range a.Roles {
		held = append(held, string(r))
	}
	specs := []widgets.FieldSpec{{Key: "roles", Label: "角色", Kind: widgets.AsList, Required: true, Choices: roleOptions(), Value: strings.Join(held, "\n")}}
	s.ask(widgets.Question{Title: "“" + a.Name + "”的角色", Body: "从此刻起签名的步骤按新的角色算，以前的不变。", Verb: "变更角色"}, specs, "已变更角色", func(ctx context.Context, v map[string]string) error {
		return s.desk.Office.SetRoles(ctx, a.Name, strings.Split(v["roles"], "\n"))
	})
}

func (s *Settings) askDisable(name string) {
	widgets.Ask(s.frame.Window().Canvas(), widgets.Question{Title: "停用账号“" + name + "”", Verb: "停用", Danger: true,
		Body: "停用后不能再用它打开台账，签名密钥随之吊销；此前签名的记录仍然有效。如对方可能带走过台账文件，请再更换数据密钥（opsctl rekey）。",
		OnVerb: func() bool {
			s.do("已停用账号“"+name+"”", func(ctx context.Context) error { return s.desk.Office.Disable(ctx, name) })
			return false
		}})
}
