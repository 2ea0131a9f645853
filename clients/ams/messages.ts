import { Buffer } from 'node:buffer';

/** What is published: bytes, or a text that goes as UTF-8; at least one of data and attributes. */
export interface NewMessage {
  readonly data?: string | Uint8Array;
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface ReceivedMessage {
  /** Its place in the topic. */
  readonly id: number;
  readonly ackId: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** As it was sent, before it is taken for base64: some publishers send plain text. */
  readonly raw: string;
  readonly data: Uint8Array;
  /** The data as UTF-8. */
  readonly text: string;
  /** UTC, with up to nine digits of a second. */
  readonly publishTime: string;
}

export interface WireMessage {
  readonly data: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export function toWire({ data = '', attributes }: NewMessage): WireMessage {
  return { data: Buffer.from(data).toString('base64'), ...(attributes ? { attributes } : {}) };
}

interface WireReceived {
  readonly ackId: string;
  readonly message: WireMessage & { readonly messageId: string; readonly publishTime: string };
}

export function fromWire({ ackId, message }: WireReceived): ReceivedMessage {
  const data = Buffer.from(message.data ?? '', 'base64');
  return {
    id: Number(message.messageId),
    ackId,
    attributes: message.attributes ?? {},
    raw: message.data ?? '',
    data,
    text: data.toString('utf8'),
    publishTime: message.publishTime,
  };
}
