package screens

import (
	"context"
	"path/filepath"

	"opsledger/app"
	"opsledger/ui/widgets"
)

// addFile stands among attachments for one that is yet to be added.
const addFile = "\x00add"

// attached offers the record's attachments, and to add another.
func attached(spec widgets.FieldSpec, files []app.ShownFile) widgets.FieldSpec {
	spec.Kind, spec.Choices = widgets.AsChoice, fileOptions(files)
	if len(files) == 0 && spec.Help == "" {
		spec.Help = "这里还没有附件，可从列表里添加"
	}
	return spec
}

func fileOptions(files []app.ShownFile) (out []widgets.Option) {
	for _, at := range files {
		out = append(out, widgets.Option{Value: string(at.Hash), Label: at.Name})
	}
	return append(out, widgets.Option{Value: addFile, Label: "添加文件…"})
}

// addFile asks for a file, attaches it to the record and chooses it: a step of its own, which stays where this one is not taken.
func (s *stepDialog) addFile(key string) {
	chooseFile(s.window, s.desk, "选要添加的附件", "添加", nil, func(path string) { s.attach(key, path) })
}

// keepFile reads a file that a step on several records asks for: it is attached to each of them as the step is taken, or to none.
func (s *stepDialog) keepFile(key, path string) {
	run(s.desk, func(context.Context) ([]byte, error) { return s.desk.ReadFile(path) }, func(raw []byte, err error) {
		if err != nil {
			Fail(s.window, err)
			return
		}
		name := filepath.Base(path)
		if s.files == nil {
			s.files = map[string]app.File{}
		}
		s.files[key] = app.File{Name: name, Data: raw}
		s.form.Offer(key, []widgets.Option{{Value: name, Label: name}, {Value: addFile, Label: "换一个文件…"}})
		s.form.Set(key, name)
		s.typing.touch()
	})
}

// given parts the files of a step from what is typed, as far as they are still chosen.
func (s *stepDialog) given(values map[string]string) (typed map[string]string, files map[string]app.File) {
	typed, files = map[string]string{}, map[string]app.File{}
	for key, v := range values {
		if f, ok := s.files[key]; ok && f.Name == v {
			files[key] = f
		} else {
			typed[key] = v
		}
	}
	return typed, files
}

// attach joins a file to the record and chooses it in the field.
func (s *stepDialog) attach(key, path string) {
	if s.known.many {
		s.keepFile(key, path)
		return
	}
	id := string(s.known.shown.ID)
	run(s.desk, func(ctx context.Context) (shown app.Shown, err error) {
		raw, err := s.desk.ReadFile(path)
		if err != nil {
			return shown, err
		}
		if _, err := s.desk.Attach(ctx, s.kind.Name, id, app.File{Name: filepath.Base(path), Data: raw}); err != nil {
			return shown, err
		}
		return s.desk.Show(ctx, s.kind.Name, id, false, "")
	}, func(shown app.Shown, err error) {
		if err != nil {
			Retry(s.window, s.desk, err, func() { s.attach(key, path) })
			return
		}
		s.known.shown.Attached = shown.Attached
		for _, spec := range stepSpecs(s.desk, s.kind, s.action, s.known) {
			if f, _ := s.kind.Field(spec.Key); f.Type == "file" {
				s.form.Offer(spec.Key, fileOptions(shown.Attached))
			}
		}
		s.form.Set(key, string(shown.Attached[len(shown.Attached)-1].Hash))
		s.typing.touch()
	})
}
