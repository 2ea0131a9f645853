import { z } from 'zod';
import { contract } from '../contract.ts';
import { Slug } from './schemas.ts';

const tag = 'catalogue';
const params = z.object({ slug: Slug });

export const favouriteEndpoints = {
  listFavourites: contract({
    id: 'listFavourites',
    method: 'GET',
    path: '/api/favourites',
    summary: 'The services that I have starred, the newest first.',
    tag,
    audience: 'signed-in',
    response: z.object({ slugs: z.array(z.string()) }),
    responseExample: { slugs: ['egi-cloud-compute'] },
  }),
  addFavourite: contract({
    id: 'addFavourite',
    method: 'PUT',
    path: '/api/favourites/:slug',
    summary: 'Stars a service; a second time changes nothing.',
    tag,
    audience: 'signed-in',
    params,
    errors: ['too_many_favourites'],
  }),
  removeFavourite: contract({
    id: 'removeFavourite',
    method: 'DELETE',
    path: '/api/favourites/:slug',
    summary: 'Takes the star from a service; one that has none stays so.',
    tag,
    audience: 'signed-in',
    params,
  }),
};
