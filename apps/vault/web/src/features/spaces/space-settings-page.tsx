export function SpaceSettingsPage() {
  return null;
}
