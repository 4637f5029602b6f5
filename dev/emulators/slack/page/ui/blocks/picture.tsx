import { Picture as PictureIcon } from "../icons.tsx";

/** Draws an image. The page fetches nothing from other sites, so their images are shown by their text. */
export function Picture({ image, className }: PictureProps) {
  const { image_url: url, alt_text: alt } = image;
  const ours = url.startsWith("data:") || url.startsWith(`${location.origin}/`);
  if (ours) return <img class={className} src={url} alt={alt} />;
  return (
    <span class={`${className} not-fetched`} role="img" aria-label={alt} title={`${alt} (${url})`}>
      <PictureIcon />
      <span class="alt">{alt}</span>
    </span>
  );
}

interface PictureProps {
  image: { image_url: string; alt_text: string };
  className: "thumbnail" | "icon" | "banner";
}
