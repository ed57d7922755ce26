package lake

import (
	"sync"

	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/klauspost/compress/zstd"
)

// A codec packs pages with one encoder. The library's own makes a new one for each page, with tables of half a megabyte
// that have to be cleared and collected, which for pages of a few kilobytes costs more than packing them.
type codec struct {
	compress.Codec

	encoder *zstd.Encoder // may be used by many at once
}

// EncodeLevel implements [compress.Codec]. Files of this package have one level.
func (c codec) EncodeLevel(packed, page []byte, _ int) []byte {
	return c.encoder.EncodeAll(page, packed[:0])
}

// useCodec puts the codec in the place of the library's. The library keeps its codecs for the whole process and offers no
// other way; it is done before anything else of it is used.
var useCodec = sync.OnceValue(func() error { //nolint:gochecknoglobals // what it guards is global, in the library
	own, err := compress.GetCodec(compress.Codecs.Zstd)
	if err != nil {
		return err
	}
	encoder, err := zstd.NewWriter(nil, zstd.WithZeroFrames(true), zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		return err
	}
	compress.RegisterCodec(compress.Codecs.Zstd, codec{own, encoder})
	return nil
})
