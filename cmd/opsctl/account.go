package main

import (
	"context"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
)

var (
	cmdAccount = command{name: "account", usage: "add 账号 --role 角色 --new-password-file 文件 | list", about: "账号",
		flags: []string{"role", "new-password-file"}, run: runAccount}
	cmdPasswd = command{name: "passwd", usage: "[--new-password-file 文件]", about: "改自己的口令",
		flags: []string{"new-password-file"}, run: runPasswd}
	cmdDisable = command{name: "disable", usage: "账号", about: "停用账号，吊销其签名密钥", run: runDisable}
	cmdRecover = command{name: "recover", usage: "--recovery-key-file 文件 [--user 账号] [--new-password-file 文件]", about: "用恢复密钥重设口令",
		flags: []string{"recovery-key-file", "new-password-file"}, run: runRecover}
	cmdRole = command{name: "role", usage: "grant|revoke 账号 角色", about: "授予或收回角色", run: runRole}
)

func runAccount(ctx context.Context, k *call) error {
	if err := k.need(1, 2); err != nil {
		return err
	}
	switch {
	case k.args[0] == "list" && len(k.args) == 1:
		return k.with(ctx, func(s *boot.Session) error { return k.accounts(ctx, s) })
	case k.args[0] == "add" && len(k.args) == 2 && k.has("role"):
		return k.addAccount(ctx)
	}
	return fault.New(fault.Usage, k.usage())
}

func (k *call) addAccount(ctx context.Context) error {
	password, err := k.newPassword(k.args[1])
	if err != nil {
		return err
	}
	var roles []ledger.Role
	for _, r := range k.options["role"] {
		roles = append(roles, ledger.Role(r))
	}
	return k.with(ctx, func(s *boot.Session) error {
		seat, err := s.AddAccount(ctx, k.args[1], password, roles...)
		if err != nil {
			return err
		}
		if k.json {
			k.print(seat)
		} else {
			k.say("已增加账号：%s（%s）", seat.Name, boot.RoleNames(seat.Roles))
		}
		return nil
	})
}

func (k *call) accounts(ctx context.Context, s *boot.Session) error {
	all, err := s.Accounts(ctx)
	if err != nil {
		return err
	}
	if k.json {
		k.print(all)
		return nil
	}
	states := map[string]string{"active": "", "disabled": "已停用", "uncertified": "尚无证书"}
	for _, a := range all {
		root := ""
		if a.Root {
			root = "建立台账"
		}
		k.say("%s\t%s\t%s\t%s", a.Name, boot.RoleNames(a.Roles), root, states[a.State])
	}
	return nil
}

// newPassword is read from the file named, the environment, or the terminal, where it is typed twice.
func (k *call) newPassword(name string) (string, error) {
	if path := k.option("new-password-file", ""); path != "" {
		raw, err := boot.ReadFile(path)
		return strings.TrimRight(string(raw), "\r\n"), err
	}
	if p := k.env("OPSLEDGER_NEW_PASSWORD"); p != "" {
		return p, nil
	}
	first, ok := k.ask("“" + name + "”的新口令：")
	if !ok {
		return "", fault.New(fault.Usage, "须用 --new-password-file 给出新口令")
	}
	if again, _ := k.ask("再输入一次："); again != first {
		return "", fault.New(fault.Refused, "两次输入的口令不一致")
	}
	return first, nil
}

func runPasswd(ctx context.Context, k *call) error {
	if err := k.need(0, 0); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		password, err := k.newPassword(s.Account)
		if err != nil {
			return err
		}
		old, err := k.password()
		if err != nil {
			return err
		}
		if err := s.ChangePassword(old, password); err != nil {
			return err
		}
		return k.done("已修改口令：" + s.Account)
	})
}

func runDisable(ctx context.Context, k *call) error {
	if err := k.need(1, 1); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		if err := s.Disable(ctx, k.args[0]); err != nil {
			return err
		}
		return k.done("已停用账号：" + k.args[0] + "。此前签名的记录仍然有效；如对方可能带走过台账文件，请再执行 opsctl rekey")
	})
}

func runRecover(ctx context.Context, k *call) error {
	if err := k.need(0, 0); err != nil {
		return err
	}
	path := k.option("recovery-key-file", "")
	if path == "" {
		return fault.New(fault.Usage, k.usage())
	}
	key, err := boot.ReadFile(path)
	if err != nil {
		return err
	}
	o, err := k.bootOptions()
	if err != nil {
		return err
	}
	// The old password is lost: what is given as the password is the new one, unless a new one is named.
	if k.has("new-password-file") || k.env("OPSLEDGER_NEW_PASSWORD") != "" {
		if o.Password, err = k.newPassword(o.User); err != nil {
			return err
		}
	}
	s, err := boot.Recover(ctx, o, strings.TrimSpace(string(key)), o.Password)
	if err != nil {
		return err
	}
	name := s.Account
	if err := s.Close(); err != nil {
		return err
	}
	return k.done("已用恢复密钥重设口令：" + name + "。签名密钥也已更换，此前的记录仍可核验")
}

func runRole(ctx context.Context, k *call) error {
	if err := k.need(3, 3); err != nil {
		return err
	}
	verb, name, role := k.args[0], k.args[1], ledger.Role(k.args[2])
	changes := map[string]func([]ledger.Role) []ledger.Role{
		"grant": func(held []ledger.Role) []ledger.Role {
			if slices.Contains(held, role) {
				return held
			}
			return append(held, role)
		},
		"revoke": func(held []ledger.Role) []ledger.Role {
			return slices.DeleteFunc(held, func(r ledger.Role) bool { return r == role })
		},
	}
	change := changes[verb]
	if change == nil {
		return fault.New(fault.Usage, k.usage())
	}
	return k.with(ctx, func(s *boot.Session) error {
		if err := s.SetRoles(ctx, name, change); err != nil {
			return err
		}
		return k.accounts(ctx, s)
	})
}

// done tells a command's end: a sentence, or the same as JSON.
func (k *call) done(message string) error {
	if k.json {
		k.print(map[string]string{"done": message})
	} else {
		k.say("%s", message)
	}
	return nil
}
