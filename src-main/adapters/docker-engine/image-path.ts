import { AppError } from '../../domain/app-error.ts';

/**
 * An image ID or reference as a part of a request path: slashes stay, everything else that has a meaning in a URL is
 * escaped. Engines clean paths and redirect: `../containers/x` would name another thing, so such names are refused.
 */
export function imagePath(imageOrReference: string): string {
  const segments = imageOrReference.split('/');
  const wrong = segments.some((segment) => segment === '' || segment === '.' || segment === '..');
  if (wrong || !/^[!-~]+$/.test(imageOrReference)) {
    throw new AppError('reference.invalid', {
      subject: imageOrReference,
      detail: 'not the name of an image',
    });
  }
  return segments.map(escapeSegment).join('/');
}

function escapeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('%3A', ':').replaceAll('%40', '@');
}
