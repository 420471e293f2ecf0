package main

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
)

// print writes a value as JSON.
func (k *call) print(v any) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(withLists(reflect.ValueOf(v)).Interface()); err != nil {
		fmt.Fprintln(k.err, err)
		return
	}
	k.out.Write(b.Bytes())
}

// withLists gives a copy in which a list of nothing is an empty list: a script that walks it finds [] and not null, which stands for what
// does not exist yet.
func withLists(v reflect.Value) reflect.Value {
	if !v.IsValid() || tellsItself(v.Type()) {
		return v
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return v
		}
		out := reflect.New(v.Type()).Elem()
		if inner := withLists(v.Elem()); v.Kind() == reflect.Interface {
			out.Set(inner)
		} else {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(inner)
		}
		return out
	case reflect.Struct:
		out := reflect.New(v.Type()).Elem()
		out.Set(v)
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out.Field(i).Set(withLists(v.Field(i)))
			}
		}
		return out
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(withLists(v.Index(i)))
		}
		return out
	case reflect.Map:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeMapWithSize(v.Type(), v.Len())
		for at := v.MapRange(); at.Next(); {
			out.SetMapIndex(at.Key(), withLists(at.Value()))
		}
		return out
	}
	return v
}

var (
	marshaler     = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// tellsItself reports whether values of a type write themselves.
func tellsItself(t reflect.Type) bool {
	return t.Implements(marshaler) || t.Implements(textMarshaler)
}
