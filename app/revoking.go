package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/spoken"
)

// Expel is Revoke without a reason.
func (a *App) Expel(ctx context.Context, name string) ([]Device, error) {
	return a.Revoke(ctx, "", name)
}

// Revoke revokes keys from here on: what they signed up to now stands. A name is a key, a fingerprint, an account, or a device with all its
// accounts; one that stands for several devices is refused with their keys (fault.SameDevice). why is kept in the step, "" none.
func (a *App) Revoke(ctx context.Context, why string, names ...string) (out []Device, err error) {
	if found := inspect("吊销理由", why); len(found) > 0 {
		return nil, fault.New(fault.PersonalText, told(found))
	}
	err = a.Store.Write(ctx, func(w Writer) error {
		if err := a.checkClock(ctx, w); err != nil {
			return err
		}
		r, err := w.Roster(ctx)
		if err != nil {
			return err
		}
		if root, _ := r.Certificate(r.Root()); !r.Signs(a.Author.Actor()) {
			return a.mayNot(r, "吊销设备", "建立台账的账号（"+root.Account+"）")
		}
		found, err := meantKeys(r, names)
		if err != nil {
			return err
		}
		for _, c := range found {
			d, err := a.revoke(ctx, w, c, why)
			if err != nil {
				return err
			}
			out = append(out, d)
		}
		return nil
	})
	return out, err
}

func (a *App) revoke(ctx context.Context, w Writer, c ledger.Certificate, why string) (d Device, err error) {
	if c.Key == a.Author.Actor() {
		return d, fault.New(fault.Refused, "不能吊销正在使用的设备").With("怀疑本机的密钥泄露时，更换密钥（窗口在“入网”，命令行用 opsctl device renew）")
	}
	r, err := w.Roster(ctx)
	if err != nil {
		return d, err
	}
	last, err := w.LastSigned(ctx, c.Key)
	if err != nil {
		return d, err
	}
	e := ledger.RevokeEntry(a.Ledger, c.Key, last, r.Last()...)
	if why != "" {
		e.Fields["reason"] = why
	}
	if err := a.write(ctx, w, []stepEntry{{entry: e}}); err != nil {
		return d, err
	}
	if r, err = w.Roster(ctx); err != nil {
		return d, err
	}
	return deviceOf(r, c), nil
}

// meantKeys finds the certificates in force that names stand for, each once.
func meantKeys(r *ledger.Roster, names []string) (out []ledger.Certificate, err error) {
	for _, name := range names {
		found := pickDevice(r, name)
		switch apart := devicesOf(found); {
		case len(found) == 0:
			return nil, fault.New(fault.Refused, "没有在用的设备“"+name+"”").With("各设备见 opsctl device list")
		case len(apart) > 1:
			return nil, fault.New(fault.SameDevice, name, len(apart)).With("请改用密钥指明是哪一台的哪个账号。" + strings.Join(apart, "；"))
		}
		for _, c := range found {
			if !slices.ContainsFunc(out, func(o ledger.Certificate) bool { return o.Key == c.Key }) {
				out = append(out, c)
			}
		}
	}
	return out, nil
}

// pickDevice finds the certificates in force that a name stands for: that of a key alone, else all of an account or a device.
func pickDevice(r *ledger.Roster, name string) (found []ledger.Certificate) {
	for _, c := range r.Certificates() {
		switch {
		case len(r.Holds(c.Key)) == 0:
		case string(c.Key) == name || ledger.Fingerprint(c.Public) == name || spoken.Of(c.Public) == name:
			return []ledger.Certificate{c}
		case c.Device == name || c.Account == name:
			found = append(found, c)
		}
	}
	return found
}

// devicesOf words the devices that certificates are of, each with its accounts and their keys, by name: one writes one feed.
func devicesOf(list []ledger.Certificate) (out []string) {
	slices.SortFunc(list, func(a, b ledger.Certificate) int {
		return cmp.Or(cmp.Compare(a.Device, b.Device), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Key, b.Key))
	})
	at := map[ledger.FeedID]int{}
	for _, c := range list {
		i, known := at[c.Feed]
		if !known {
			i, at[c.Feed] = len(out), len(out)
			out = append(out, c.Device+"：")
		} else {
			out[i] += "、"
		}
		out[i] += c.Account + " " + string(c.Key)
	}
	return out
}
