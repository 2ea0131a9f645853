/** What a mail says, in the order of ui.md 13; text and HTML are made from the same content. */
export interface MailContent {
  /** Who writes to you about what, in one sentence. */
  readonly opening: string;
  /** The matter: at most six rows. */
  readonly rows?: readonly (readonly [label: string, value: string])[];
  /** Words of a person, quoted in full. */
  readonly quote?: { readonly by: string; readonly text: string };
  readonly paragraphs?: readonly string[];
  readonly button?: { readonly label: string; readonly url: string };
  /** What happens if you do nothing, until when. */
  readonly otherwise?: string;
  /** Why you get this. */
  readonly because: string;
}

const wroteIn: Readonly<Record<string, string>> = {
  cs: 'napsal(a)',
  de: 'schrieb',
  el: 'έγραψε',
  es: 'escribió',
  fr: 'a écrit',
  it: 'ha scritto',
  nl: 'schreef',
  pl: 'napisał(a)',
  pt: 'escreveu',
};
/** The line over quoted words. */
const saysWho = (by: string, language: string) => `${by} ${wroteIn[language] ?? 'wrote'}:`;

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Breaks a text into lines of at most 72 characters, keeping its own line breaks. */
function wrap(text: string, width = 72): string {
  return text
    .split('\n')
    .map((line) => {
      const lines: string[] = [];
      let current = '';
      for (const word of line.split(' ')) {
        if (current !== '' && current.length + 1 + word.length > width) {
          lines.push(current);
          current = word;
        } else {
          current = current === '' ? word : `${current} ${word}`;
        }
      }
      return [...lines, current].join('\n');
    })
    .join('\n');
}

function textPart(content: MailContent, language: string): string {
  const rows = content.rows ?? [];
  const width = Math.max(0, ...rows.map(([label]) => label.length)) + 2;
  const parts = [
    wrap(content.opening),
    rows
      .map(
        ([label, value]) =>
          `${label}:`.padEnd(width) + wrap(value, 72 - width).replaceAll('\n', `\n${' '.repeat(width)}`),
      )
      .join('\n'),
    content.quote
      ? `${saysWho(content.quote.by, language)}\n\n${wrap(content.quote.text, 70).replaceAll(/^/gm, '> ')}`
      : '',
    ...(content.paragraphs ?? []).map((paragraph) => wrap(paragraph)),
    content.button ? `${content.button.label}:\n${content.button.url}` : '',
    content.otherwise ? wrap(content.otherwise) : '',
    `--\nPortolan\n${wrap(content.because)}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function htmlPart(subject: string, content: MailContent, language: string): string {
  const paragraph = (text: string, style = '') =>
    `<p style="margin:0 0 16px;${style}">${escape(text).replaceAll('\n', '<br>')}</p>`;
  const rows = (content.rows ?? [])
    .map(
      ([label, value]) =>
        `<tr><th scope="row" style="text-align:left;vertical-align:top;padding:8px 24px 8px 0;border-bottom:1px solid #d8d2c6;font-weight:600;white-space:nowrap">${escape(label)}</th>` +
        `<td style="padding:8px 0;border-bottom:1px solid #d8d2c6">${escape(value).replaceAll('\n', '<br>')}</td></tr>`,
    )
    .join('');
  const quote = content.quote
    ? `<p style="margin:0 0 4px">${escape(saysWho(content.quote.by, language))}</p><blockquote style="margin:0 0 16px;padding:4px 0 4px 16px;border-left:3px solid #0b5c73">${escape(content.quote.text).replaceAll('\n', '<br>')}</blockquote>`
    : '';
  const button = content.button
    ? `<p style="margin:24px 0 8px"><a href="${escape(content.button.url)}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:#0b5c73;color:#ffffff;text-decoration:none;font-weight:600">${escape(content.button.label)}</a></p>` +
      `<p style="margin:0 0 16px;font-size:13px;word-break:break-all">${escape(content.button.url)}</p>`
    : '';
  const body = [
    '<p style="margin:0 0 20px;padding-bottom:10px;border-bottom:2px solid #0b5c73;font-size:17px;font-weight:600">Portolan</p>',
    paragraph(content.opening, 'font-size:17px'),
    rows ? `<table cellspacing="0" style="border-collapse:collapse;width:100%;margin:0 0 16px">${rows}</table>` : '',
    quote,
    ...(content.paragraphs ?? []).map((text) => paragraph(text)),
    button,
    content.otherwise ? paragraph(content.otherwise) : '',
    `<p style="margin:32px 0 0;padding-top:12px;border-top:1px solid #d8d2c6;font-size:13px">${escape(content.because)}</p>`,
  ].join('');
  return (
    `<!doctype html><html lang="${escape(language)}"><head><meta charset="utf-8"><title>${escape(subject)}</title></head>` +
    `<body style="margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:15px;line-height:1.5"><div style="max-width:600px;margin:0 auto">${body}</div></body></html>\n`
  );
}

/** Makes both parts of a mail from one content. */
export function renderMail(subject: string, content: MailContent, language = 'en'): { text: string; html: string } {
  return { text: textPart(content, language), html: htmlPart(subject, content, language) };
}
