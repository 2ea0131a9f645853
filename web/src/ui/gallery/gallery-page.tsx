/** Placeholder head of the gallery. */
export function GalleryPage() {
  return <h1 className="pt-h1">Gallery</h1>;
}
