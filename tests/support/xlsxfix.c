#include "support/xlsxfix.h"

#include <string.h>

#include "base/attrs.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

/* Half a byte at a time: a fuzzer makes many books. */
static uint32_t
crc_of(const char *bytes, size_t len)
{
	static const uint32_t step[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
	    0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8,
	    0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < len; i++) {
		crc ^= (uint8_t)bytes[i];
		crc = crc >> 4 ^ step[crc & 15U];
		crc = crc >> 4 ^ step[crc & 15U];
	}
	return ~crc;
}

static void
little(struct buf *out, uint64_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++, value >>= 8)
		buf_u8(out, (uint8_t)value);
}

/* What a local header and the directory share. */
static void
member_put(struct buf *out, const struct xlsxfix_part *part)
{
	const size_t len = strlen(part->xml);

	little(out, 20, 2); /* version */
	little(out, 0, 2);  /* flags */
	little(out, 0, 2);  /* stored */
	little(out, 0x21, 4);
	little(out, crc_of(part->xml, len), 4);
	little(out, len, 4);
	little(out, len, 4);
	little(out, strlen(part->name), 2);
	little(out, 0, 2);
}

void
xlsxfix_zip(const struct xlsxfix_part *parts, size_t n, struct buf *out)
{
	size_t at[16];
	size_t directory;

	for (size_t i = 0; i < n && i < ARRAY_LEN(at); i++) {
		at[i] = out->len;
		buf_str(out, "PK\x03\x04");
		member_put(out, &parts[i]);
		buf_str(out, parts[i].name);
		buf_str(out, parts[i].xml);
	}
	directory = out->len;
	for (size_t i = 0; i < n && i < ARRAY_LEN(at); i++) {
		buf_str(out, "PK\x01\x02");
		little(out, 20, 2);
		member_put(out, &parts[i]);
		little(out, 0, 2 + 2 + 2 + 4); /* remark, disk, attributes */
		little(out, at[i], 4);
		buf_str(out, parts[i].name);
	}
	const size_t size = out->len - directory;

	buf_str(out, "PK\x05\x06");
	little(out, 0, 4);
	little(out, n, 2);
	little(out, n, 2);
	little(out, size, 4);
	little(out, directory, 4);
	little(out, 0, 2);
}

void
xlsxfix_book(const char *rows, const char *after, struct buf *out)
{
	struct buf page = {0};

	buf_printf(&page, HEAD "<worksheet><sheetData>%s</sheetData>%s</worksheet>", rows, after);
	const struct xlsxfix_part parts[] = {
	    {"xl/workbook.xml",
		HEAD "<workbook xmlns:r=\"r\"><sheets><sheet name=\"KQ\" sheetId=\"1\" "
		     "r:id=\"rId1\"/></sheets></workbook>"},
	    {"xl/_rels/workbook.xml.rels",
		HEAD "<Relationships><Relationship Id=\"rId1\" "
		     "Target=\"worksheets/sheet1.xml\"/></Relationships>"},
	    {"xl/styles.xml",
		HEAD
		"<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy;@\"/>"
		"<numFmt numFmtId=\"165\" formatCode=\"0.000\"/>"
		"<numFmt numFmtId=\"166\" formatCode=\"mm/yyyy\"/></numFmts>"
		"<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
		"<xf numFmtId=\"164\"/><xf numFmtId=\"10\"/><xf numFmtId=\"165\"/>"
		"<xf numFmtId=\"166\"/></cellXfs></styleSheet>"},
	    {"xl/sharedStrings.xml",
		HEAD "<sst><si><t>Ngày</t></si><si><r><t>Đơn vị\n</t></r><r><t>máu</t></r>"
		     "<rPh><t>x</t></rPh></si></sst>"},
	    {"xl/worksheets/sheet1.xml", buf_text(&page)},
	};

	xlsxfix_zip(parts, ARRAY_LEN(parts), out);
	buf_free(&page);
}
