package screens

import (
	"context"

	"opsledger/app"
)

// draftReason is the reason of a correction among the sections of a draft.
const draftReason = "reason"

// restore puts back the sections that were typed and not saved, and keeps what is typed from here on. A report that can't be
// written now is left alone.
func (w *Reports) restore() {
	w.leave()
	if w.report == nil || w.report.Version > 0 && !w.correcting {
		return
	}
	form := w.period.Type + "/" + w.period.Name
	if w.correcting {
		form += "/correct"
	}
	w.desk.settle(form)
	shown, correcting := w.report, w.correcting
	run(w.desk, func(ctx context.Context) (app.Draft, error) {
		d, _, err := w.desk.Draft(ctx, form)
		return d, err
	}, func(d app.Draft, err error) {
		if w.report != shown || w.correcting != correcting {
			return // turned on meanwhile
		}
		if err != nil {
			Fail(w.frame.Window(), err)
			return
		}
		w.putBack(d)
		w.typing = w.desk.watch(form, w.typedNow)
		if len(w.typedNow()) > len(d.Values) { // typed while the draft was read
			w.typing.touch()
		}
	})
}

// putBack fills in a draft; a section that was typed into meanwhile stays.
func (w *Reports) putBack(d app.Draft) {
	if len(d.Values) == 0 {
		return
	}
	for _, p := range parts {
		if text, ok := d.Values[p.key]; ok && w.Parts[p.key].Value() == w.shown[p.key] {
			w.Parts[p.key].SetValue(text)
			w.mark(p)
		}
	}
	if w.Reason.Value() == "" {
		w.Reason.SetValue(d.Values[draftReason])
	}
	w.kept.RemoveAll()
	w.kept.Add(restored(d, w.frame.Now(), w.giveUpDraft))
	w.kept.Hidden = false
	w.whole.Refresh()
}

// typedNow is what there is to keep: the sections that were changed, and why.
func (w *Reports) typedNow() map[string]string {
	out := w.changed()
	if why := w.Reason.Value(); w.correcting && why != "" {
		out[draftReason] = why
	}
	return out
}

// leave keeps what was typed and follows it no more: the sections are about to show something else.
func (w *Reports) leave() {
	if w.typing != nil {
		w.desk.settle(w.typing.form)
	}
	w.typing, w.kept.Hidden = nil, true
}

func (w *Reports) giveUpCorrecting() {
	if w.typing != nil {
		w.typing.discard()
	}
	w.load()
}

// typed follows what is typed into a section.
func (w *Reports) typed() {
	if w.typing != nil {
		w.typing.touch()
	}
}

// giveUpDraft shows the sections as they were before the draft.
func (w *Reports) giveUpDraft() {
	for _, p := range parts {
		w.Parts[p.key].SetValue(w.shown[p.key])
		w.mark(p)
	}
	w.Reason.SetValue("")
	w.kept.Hidden = true
	w.typing.discard()
	w.whole.Refresh()
}

// recorded takes the draft away: a step was taken of what it held.
func (w *Reports) recorded() {
	if w.typing != nil && len(w.changed()) > 0 {
		w.typing.discard()
	}
	w.typing = nil
}
