import { readAsset } from '../web-assets.ts';
import { contentSecurityPolicy, hardeningHeaders } from '../window-security.ts';
import { appOrigin } from './trusted-url.ts';

/** Answers a request for `app://ballast/…` with a file of the built window. Everything else is not found. */
export async function answerAppRequest(
  directory: string,
  request: { readonly url: string; readonly method: string },
): Promise<Response> {
  const url = URL.parse(request.url);
  if (url === null || `${url.protocol}//${url.host}` !== appOrigin || request.method !== 'GET')
    return notFound();
  const asset = await readAsset(directory, url.pathname);
  if (asset === null) return notFound();
  return new Response(asset.body, {
    headers: {
      ...hardeningHeaders,
      'content-type': asset.contentType,
      'cache-control': asset.cacheControl,
      'content-security-policy': contentSecurityPolicy([]),
    },
  });
}

function notFound(): Response {
  return new Response(null, { status: 404, headers: hardeningHeaders });
}
