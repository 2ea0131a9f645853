import { orderingEndpoints } from '#contracts/ordering/endpoints';
import { mostFileBytes } from '#contracts/ordering/message-schemas';

import { addressOf } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { upload } from '../../api/upload.ts';
import { t } from '../../app/messages.ts';
import type { AttachedFile, Upload } from '../../ui/record/attachments.tsx';
import { formatBytes } from '../../ui/time/format.ts';

/** Uploads files that will go with a message of this order. */
export function uploadTo(number: number): Upload {
  return async (file, options) => {
    if (file.size > mostFileBytes) {
      throw new ApiError({
        status: 413,
        code: 'file_too_large',
        detail: t('It has {size}, and a file may have {most}.', {
          size: formatBytes(file.size),
          most: formatBytes(mostFileBytes),
        }),
      });
    }
    return upload(orderingEndpoints.attachFile, { params: { number }, query: { name: file.name } }, file, options);
  };
}

/** Where a file of this order is read. */
export function fileHref(number: number): (file: AttachedFile) => string {
  return ({ id }) => addressOf(orderingEndpoints.readFile, { params: { number, file: id } });
}
