// Comfort for the approval page, which works without it: marks what was changed, adds it up, names the button.
const form = document.getElementById('answer');

if (form) {
  const button = document.getElementById('send-answer');
  const sum = document.getElementById('sum');
  const labels = { validate: 'Send our yes', counter: 'Send changed offer', reject: 'Send our no' };
  const amounts = [...form.querySelectorAll('input[data-metric]')];
  const fields = [...form.querySelectorAll('input[data-asked]')];
  const number = (text) => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')));
  const figure = (value) => (Math.round(value * 100) / 100).toLocaleString('en-GB');
  const list = (parts) => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`);

  function mark(field) {
    const note = form.querySelector(`[data-for="${field.id}"]`);
    const same =
      field.type === 'date' ? field.value === field.dataset.asked : number(field.value) === Number(field.dataset.asked);
    note.dataset.shown ??= note.textContent;
    // A day stays in words beside the field, which writes it in the order of the browser's language.
    const asAsked = field.type === 'date' ? `${note.dataset.shown.replace('asked: ', '')}, as asked` : 'as asked';
    note.textContent = same ? asAsked : note.dataset.shown;
    note.classList.toggle('changed', !same);
    return same;
  }

  function shift(name, days) {
    if (!Number.isFinite(days) || days === 0) return '';
    const weeks = Math.abs(days) / 7;
    const span =
      Number.isInteger(weeks) && weeks <= 8
        ? weeks === 1
          ? 'one week'
          : `${weeks} weeks`
        : Math.abs(days) === 1
          ? 'one day'
          : `${figure(Math.abs(days))} days`;
    return name === 'startsOn'
      ? `, starting ${span} ${days > 0 ? 'later' : 'earlier'}`
      : `, ending ${span} ${days > 0 ? 'later' : 'earlier'}`;
  }

  function addUp() {
    const allSame = fields.map(mark).every(Boolean);
    const totals = new Map();
    for (const field of amounts) {
      const base = field.dataset.per === '' ? 1 : (totals.get(field.dataset.per) ?? 0);
      totals.set(field.dataset.metric, number(field.value) * base);
    }
    const dates = ['startsOn', 'endsOn'].map((name) => {
      const field = document.getElementById(name);
      return shift(name, Math.round((Date.parse(field.value) - Date.parse(field.dataset.asked)) / 86_400_000));
    });
    if (allSame || [...totals.values()].some(Number.isNaN)) {
      sum.textContent = '';
      return;
    }
    const parts = amounts.map(
      (field) =>
        `${figure(totals.get(field.dataset.metric))} of ${figure(Number(field.dataset.total))} ${field.dataset.noun}`,
    );
    const [first] = amounts;
    const open = first ? Number(first.dataset.total) - totals.get(first.dataset.metric) : 0;
    sum.textContent = `You offer ${list(parts)}${dates.join('')}.${open > 0 ? ` ${figure(open)} ${first.dataset.noun} stay open.` : ''}`;
  }

  function choose() {
    const chosen = form.querySelector('input[name="decision"]:checked');
    button.textContent = chosen ? labels[chosen.value] : 'Send answer';
  }

  form.addEventListener('input', addUp);
  form.addEventListener('change', choose);
  addUp();
  choose();
}
