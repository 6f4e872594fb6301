import type { Slide } from '../writers/pptx.ts';

export const progressSlides: readonly Slide[] = [
  {
    title: 'Avance de las obras 2024/17',
    bullets: ['Pleno municipal del 27 de marzo de 2025', 'Presenta: Tomás Arrizabal Peche, Servicio de Obras'],
  },
  {
    title: 'Dónde estamos',
    bullets: [
      'Puente: ejecutado el 46 % de la obra',
      'Conducción de agua: ejecutado el 71 %',
      'Depósito del cerro Mochuelo: ejecutado el 88 %',
      'Conjunto del contrato: 57 %',
    ],
  },
  {
    title: 'Lo que nos preocupa',
    bullets: [
      'Refuerzo de la pila P2: terminado, en observación hasta el verano',
      'Tubería: tres juntas rechazadas, se repite la prueba',
      'Crecida de febrero: pérdidas del contratista estimadas en 74.000 euros',
    ],
  },
  {
    title: 'Empleo y vecinos',
    bullets: [
      '63 personas trabajan en la obra, 22 de ellas vecinas del municipio',
      'Quejas recibidas: 17, de ellas 11 por polvo y 6 por ruido',
      'Visita de los colegios: 22 de mayo de 2025',
    ],
  },
  {
    title: 'Próximos pasos',
    bullets: [
      'Abril: cimbra y ferralla del vano central',
      'Junio: conexión de la conducción con el depósito',
      'Otoño: firmes, barandillas y plantaciones',
    ],
  },
];
