/** Contracts, tenders, disputes, courts. The notation is explained in `../read-groups.ts`. */
export const contractWords = `
multa sanción penalidad penalización recargo ~ castigo descuento deducción | fine penalty sanction liquidated_damages delay_damages ~ deduction
sancionar multar penalizar castigar | fine penalise sanction punish
contrato convenio acuerdo ~ pacto negocio | contract agreement ~ deal covenant
contratista constructora adjudicatario empresa_adjudicataria empresa_constructora ~ empresa ejecutor proveedor | contractor builder ~ firm company
subcontratista subcontrata ~ proveedor suministrador | subcontractor ~ supplier vendor
subcontratar encargar_a_otras_empresas encargar_a_terceros ceder ~ encargar externalizar delegar | subcontract outsource sublet ~ assign
subcontratación | subcontracting
tercero otra_empresa otras_empresas ~ subcontratista subcontratar | third_party other_company other_companies other_firms ~ subcontractor subcontract
contratar encargar ~ emplear | hire engage commission contract
proveedor suministrador abastecedor ~ vendedor fabricante | supplier vendor provider ~ seller manufacturer
adjudicar otorgar quedarse ~ conceder ganar | award grant ~ win
adjudicación otorgamiento ~ concesión | award
licitación concurso subasta ~ convocatoria | tender bidding procurement ~ competition
licitador concursante oferente ~ candidato | bidder tenderer ~ candidate
oferta propuesta proposición | offer bid tender proposal
excluir rechazar descartar dejar_fuera echar_fuera quedar_fuera ~ inadmitir descalificar eliminar denegar | exclude reject leave_out rule_out turn_down ~ disqualify discard dismiss
exclusión rechazo descarte ~ inadmisión | exclusion rejection
cláusula estipulación ~ artículo apartado condición | clause provision ~ article section term
condición requisito exigencia ~ cláusula | condition requirement ~ prerequisite
exigir requerir pedir_obligatoriamente ~ obligar imponer | require demand ~ oblige
obligación deber compromiso ~ responsabilidad | obligation duty commitment ~ responsibility
obligar forzar ~ exigir | oblige compel force
derecho facultad ~ potestad | right entitlement
firmar suscribir rubricar formalizar ~ celebrar otorgar | sign execute ~ conclude formalise
firma suscripción rúbrica formalización | signature signing execution
resolver rescindir cancelar extinguir ~ terminar anular | terminate rescind cancel ~ end
resolución rescisión extinción terminación cancelación ~ fin | termination rescission cancellation ~ end
prórroga ampliación extensión ~ aplazamiento renovación | extension ~ postponement renewal
prorrogar ampliar extender ~ aplazar alargar renovar | extend prolong ~ postpone renew
adenda anexo_modificativo modificación ~ enmienda apéndice suplemento | addendum amendment ~ supplement appendix
modificar cambiar alterar variar ~ reformar enmendar | modify change amend alter vary
modificación cambio alteración variación ~ reforma enmienda | change modification amendment alteration variation
anular invalidar revocar dejar_sin_efecto ~ cancelar derogar | annul void revoke invalidate ~ repeal cancel
derogar abrogar ~ anular | repeal abrogate
incumplimiento infracción vulneración ~ falta quebrantamiento | breach default violation infringement non-compliance
incumplir infringir vulnerar quebrantar violar ~ faltar | breach violate infringe ~ default
cumplir acatar observar respetar ~ satisfacer | comply fulfil observe meet ~ satisfy
cumplimiento observancia | compliance fulfilment performance
garantía aval fianza ~ caución seguridad | guarantee bond security surety ~ warranty
avalar garantizar afianzar ~ asegurar | guarantee secure ~ warrant
retención ~ descuento deducción | retention withholding ~ deduction
retener descontar deducir ~ detraer quitar | retain withhold deduct keep_back ~ discount
reclamación queja reclamo ~ demanda petición | claim complaint ~ demand
reclamar quejarse ~ pedir demandar exigir | claim complain ~ demand ask
pedir solicitar reclamar ~ requerir demandar | ask request claim ~ demand seek
solicitud petición instancia ~ ruego | request application petition
recurrir impugnar apelar ~ reclamar | appeal challenge contest
recurso apelación impugnación ~ alzada | appeal
demanda pleito litigio juicio ~ querella | lawsuit litigation suit ~ action case
demandar querellarse ~ denunciar | sue
denuncia querella ~ acusación | complaint report accusation
denunciar acusar ~ delatar | report accuse denounce
litigio controversia disputa conflicto pleito ~ desacuerdo discrepancia | dispute litigation controversy conflict ~ disagreement
juez magistrado ~ tribunal | judge magistrate
juzgado tribunal corte audiencia | court tribunal
sentencia fallo ~ resolución veredicto | judgment ruling sentence verdict
abogado letrado jurista bufete ~ procurador defensor | lawyer attorney solicitor counsel barrister
bufete despacho_de_abogados ~ abogado | law_firm solicitors ~ lawyer attorney counsel
representar actuar_en_nombre ~ apoderar | represent act_for act_on_behalf
representante apoderado mandatario ~ delegado | representative agent proxy ~ delegate
poder apoderamiento ~ mandato | power_of_attorney ~ proxy mandate
notario fedatario | notary
escritura instrumento_público | deed
testigo | witness
perito experto ~ especialista técnico | expert surveyor ~ specialist
peritaje dictamen_pericial informe_pericial ~ dictamen | expert_report ~ survey assessment
árbitro | arbitrator ~ adjudicator
arbitraje | arbitration ~ adjudication
mediación conciliación | mediation conciliation
culpa negligencia ~ imputabilidad | fault negligence blame
culpable responsable imputable ~ causante | guilty liable responsible
indemnización compensación resarcimiento ~ reparación | compensation indemnity damages ~ redress
indemnizar compensar resarcir | compensate indemnify
daño perjuicio desperfecto avería ~ destrozo deterioro pérdida | damage harm loss ~ injury defect
dañar perjudicar estropear averiar ~ romper deteriorar | damage harm spoil ~ break
romper quebrar fracturar ~ partir dañar | break fracture smash ~ crack damage
defecto vicio fallo deficiencia falta tara ~ error desperfecto | defect fault flaw deficiency ~ snag error
periodo_de_garantía plazo_de_garantía | defects_period defects_liability_period warranty_period guarantee_period
responsable_por_defectos responder_de_los_vicios | liable_for_defects answerable_for_faults
recepción aceptación ~ entrega | acceptance practical_completion handover ~ reception taking_over
entrega ~ recepción suministro | delivery handover ~ supply
entregar ~ presentar dar suministrar | deliver hand_over ~ submit give
requerimiento intimación ~ aviso | demand formal_notice notice
notificar comunicar avisar informar ~ advertir | notify inform advise ~ warn
notificación comunicación aviso ~ anuncio advertencia | notice notification communication ~ warning
anunciar publicar ~ comunicar | announce publish
anuncio publicación ~ aviso bando edicto | announcement publication notice
preaviso antelación aviso_previo | notice prior_notice advance_notice
propiedad dominio titularidad ~ finca | property ownership title
dueño propietario titular amo ~ poseedor | owner proprietor holder
arrendar alquilar | rent lease hire let
arrendamiento alquiler ~ renta | lease rent tenancy rental
arrendatario inquilino | tenant lessee
arrendador casero | landlord lessor
comprador adquirente | buyer purchaser
vendedor | seller vendor
comprar adquirir ~ conseguir | buy purchase acquire
vender enajenar | sell
compraventa venta ~ enajenación | sale purchase
cesión traspaso transmisión | assignment transfer
ceder traspasar transmitir transferir | assign transfer convey ~ cede
herencia sucesión ~ legado | inheritance estate succession
heredero sucesor | heir successor
expropiar ~ confiscar | expropriate
expropiación | expropriation compulsory_purchase
justiprecio ~ valoración indemnización | compensation fair_price ~ valuation
finca parcela terreno tierra solar ~ predio heredad huerta propiedad | land plot parcel estate ~ property field
confidencial secreto reservado | confidential secret ~ private
confidencialidad secreto ~ reserva | confidentiality secrecy non-disclosure
jurisdicción competencia fuero | jurisdiction venue
competente | competent
ley norma legislación ~ reglamento decreto | law act statute legislation ~ regulation decree
reglamento normativa ordenanza ~ norma | regulation rules bylaw ~ ordinance
legal lícito ~ legítimo permitido | legal lawful ~ legitimate
ilegal ilícito ~ prohibido | illegal unlawful ~ forbidden
prohibir vedar impedir ~ no_permitir no_se_puede no_podrá | prohibit forbid ban ~ prevent not_allowed
prohibido vedado ~ impedido | forbidden prohibited banned ~ barred
permitir autorizar consentir ~ dejar admitir | allow permit authorise ~ let
permiso autorización licencia consentimiento | permission permit authorisation licence consent
definir entender ~ significar considerar | define mean ~ count_as
validez vigencia ~ vigor | validity term ~ force
vigente en_vigor válido | valid in_force effective current
vencer caducar expirar ~ terminar acabar hasta prescribir | expire lapse run_out fall_due ~ end
vencimiento caducidad expiración ~ término | expiry expiration maturity due_date ~ end
prescribir prescripción ~ caducar | time-barred limitation
parte interesado otorgante ~ contratante | party
beneficiario | beneficiary payee
acreedor | creditor
deudor moroso | debtor
pliego prescripciones ~ bases | specifications ~ terms
objeto finalidad ~ alcance | scope purpose subject ~ object
alcance ámbito ~ objeto | scope
`;
