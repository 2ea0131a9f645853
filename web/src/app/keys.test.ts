import { beforeEach, describe, expect, test, vi } from 'vitest';

import { createKeyRegistry, readableKeys } from './keys.ts';
import type { KeyBinding, KeyRegistry } from './keys.ts';

const bind = (
  pressed: string,
  run: KeyBinding['run'] = () => undefined,
  more: Partial<KeyBinding> = {},
): KeyBinding => ({
  keys: pressed,
  label: `does ${pressed}`,
  group: 'Everywhere',
  run,
  ...more,
});

function press(
  registry: KeyRegistry,
  key: string,
  init: KeyboardEventInit = {},
  target: HTMLElement = document.body,
): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  let handled = false;
  target.addEventListener('keydown', (heard) => (handled = registry.handle(heard)), { once: true });
  target.dispatchEvent(event);
  return handled;
}

beforeEach(() => document.body.replaceChildren());

describe('the registry', () => {
  test('runs what is bound and forgets it when released', () => {
    const registry = createKeyRegistry();
    const next = vi.fn();
    const release = registry.register(bind('j', next));
    expect(press(registry, 'j')).toBe(true);
    release();
    expect(press(registry, 'j')).toBe(false);
    expect(next).toHaveBeenCalledOnce();
  });

  test('refuses a second meaning, also where one key begins the other', () => {
    const registry = createKeyRegistry();
    registry.register(bind('r'));
    registry.register(bind('g o'));
    expect(() => registry.register(bind('r'))).toThrow('already bound to "does r"');
    expect(() => registry.register(bind('g o'))).toThrow('already bound');
    expect(() => registry.register(bind('g'))).toThrow('already bound');
    expect(() => registry.register(bind('r x'))).toThrow('already bound');
  });

  test('tells shift-X from X, and Ctrl-K from K', () => {
    const registry = createKeyRegistry();
    const seen: string[] = [];
    for (const pressed of ['x', 'shift+x', 'mod+k', '?'])
      registry.register(bind(pressed, () => void seen.push(pressed)));
    press(registry, 'X', { shiftKey: true });
    press(registry, 'x');
    press(registry, 'k', { ctrlKey: true });
    press(registry, 'k');
    press(registry, '?', { shiftKey: true });
    expect(seen).toEqual(['shift+x', 'x', 'mod+k', '?']);
  });

  test('runs a sequence only when its second key follows', () => {
    const registry = createKeyRegistry();
    const go = vi.fn();
    registry.register(bind('g o', go));
    press(registry, 'g');
    press(registry, 'z');
    press(registry, 'o');
    expect(go).not.toHaveBeenCalled();
    press(registry, 'g');
    press(registry, 'o');
    expect(go).toHaveBeenCalledOnce();
  });

  test('is silent while somebody types, except for keys that say so', () => {
    const registry = createKeyRegistry();
    const single = vi.fn();
    const palette = vi.fn();
    registry.register(bind('n', single));
    registry.register(bind('mod+k', palette, { whileTyping: true }));
    const field = document.body.appendChild(document.createElement('textarea'));
    press(registry, 'n', {}, field);
    press(registry, 'k', { ctrlKey: true }, field);
    expect(single).not.toHaveBeenCalled();
    expect(palette).toHaveBeenCalledOnce();
  });

  test('a tick box is no place to type', () => {
    const registry = createKeyRegistry();
    const next = vi.fn();
    registry.register(bind('j', next));
    const box = document.body.appendChild(Object.assign(document.createElement('input'), { type: 'checkbox' }));
    press(registry, 'j', {}, box);
    expect(next).toHaveBeenCalledOnce();
  });

  test('single letters can be switched off; Ctrl-K stays', () => {
    const registry = createKeyRegistry({ singleKeys: () => false });
    const run = vi.fn();
    for (const pressed of ['j', 'g o', 'mod+k']) registry.register(bind(pressed, run));
    press(registry, 'j');
    press(registry, 'g');
    press(registry, 'o');
    expect(run).not.toHaveBeenCalled();
    press(registry, 'k', { ctrlKey: true });
    expect(run).toHaveBeenCalledOnce();
  });
});

test('keys are written as on the keyboard', () => {
  expect([readableKeys('mod+k'), readableKeys('g o'), readableKeys('Escape')]).toEqual([
    ['Ctrl K'],
    ['G', 'O'],
    ['Esc'],
  ]);
});
